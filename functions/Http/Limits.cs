using System.Collections.Concurrent;
using Countersign.Identity;
using Microsoft.Extensions.Options;

namespace Countersign.Http;

/// <summary>What one person may have at once, so that nobody uses up the app for the others.</summary>
public sealed class Limits(IOptions<LimitsOptions> options, TimeProvider time)
{
    private const int Known = 10_000;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<PrincipalId, Bucket> _buckets = new();
    private readonly ConcurrentDictionary<(PrincipalId, string), int> _held = new();

    /// <summary>Takes one request from the person's bucket.</summary>
    /// <exception cref="ProblemException">429 when it is empty.</exception>
    public void Request(PrincipalId person)
    {
        if (_buckets.Count > Known) _buckets.Clear(); // a full bucket is what everybody begins with
        var bucket = _buckets.GetOrAdd(person, _ => new Bucket(options.Value.Burst, time.GetTimestamp()));
        if (bucket.Take(time, options.Value.RequestsPerSecond, options.Value.Burst) is { } after) throw new ProblemException(Problems.TooMany(after));
    }

    /// <summary>Holds one of the person's places for requests until disposed of.</summary>
    /// <exception cref="ProblemException">429 when all are taken.</exception>
    public IDisposable EnterRequest(PrincipalId person) => TryEnter(person, "request", options.Value.AtOnce) ?? throw new ProblemException(Problems.TooMany(Soon));

    /// <summary>Holds one of the person's places for streams until disposed of; null when all are taken.</summary>
    public IDisposable? TryEnterStream(PrincipalId person) => TryEnter(person, "stream", options.Value.Streams);

    /// <summary>What a refused stream is answered with.</summary>
    public static Problem TooManyStreams { get; } = Problems.TooMany(Soon);

    private Place? TryEnter(PrincipalId person, string what, int most)
    {
        var key = (person, what);
        if (_held.AddOrUpdate(key, 1, (_, count) => count + 1) > most)
        {
            Leave(key);
            return null;
        }

        return new Place(this, key);
    }

    private void Leave((PrincipalId, string) key)
    {
        if (_held.AddOrUpdate(key, 0, (_, count) => count - 1) == 0) _held.TryRemove(KeyValuePair.Create(key, 0));
    }

    private sealed class Place(Limits limits, (PrincipalId, string) key) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) limits.Leave(key);
        }
    }

    private sealed class Bucket(double tokens, long at)
    {
        private readonly Lock _lock = new();
        private double _tokens = tokens;
        private long _at = at;

        public TimeSpan? Take(TimeProvider time, int perSecond, int most)
        {
            lock (_lock)
            {
                var now = time.GetTimestamp();
                _tokens = Math.Min(most, _tokens + time.GetElapsedTime(_at, now).TotalSeconds * perSecond);
                _at = now;
                if (_tokens < 1) return TimeSpan.FromSeconds((1 - _tokens) / perSecond);
                _tokens--;
                return null;
            }
        }
    }
}
