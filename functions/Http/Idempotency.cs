using System.Security.Cryptography;
using System.Text;
using Countersign.Audit;
using Countersign.Identity;
using Microsoft.AspNetCore.Http;

namespace Countersign.Http;

/// <summary>
/// The same key, person and route start the same thing once and get the same answer, for as long as keys are kept. A process killed between starting and answering leaves a row
/// without an answer; the next request with that key runs the work again from the same seed, so the work must find what its first try made.
/// </summary>
public sealed class Idempotency(Trail trail, People people, KeptDays days, TimeProvider time)
{
    /// <param name="route">The route's template: keys are scoped to it.</param>
    /// <param name="body">The body's bytes: a key belongs to one body.</param>
    /// <param name="work">Given 16 bytes, the same in every try, newest first in ordinal order, for <c>Id.From</c>. Its answer is kept, problems included;
    /// what it throws is not.</param>
    /// <exception cref="ProblemException">400 without a key, 422 when the key was used with another body.</exception>
    public Task<Answer> RunAsync(
        Caller caller, string route, HttpRequest request, byte[] body, Func<byte[], CancellationToken, Task<Answer>> work, CancellationToken ct) =>
        RunAsync(caller, route, request, body, _ => Task.CompletedTask, work, ct);

    /// <param name="room">Throws where there is no room for one more. Asked for a key that is new: what was started before takes no room again.</param>
    public async Task<Answer> RunAsync(
        Caller caller, string route, HttpRequest request, byte[] body, Func<CancellationToken, Task> room, Func<byte[], CancellationToken, Task<Answer>> work, CancellationToken ct)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length is < 1 or > 255 || key.AsSpan().ContainsAnyExceptInRange('!', '~')) throw new ProblemException(Problems.KeyMissing());
        var name = "idem~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{route}\n{key}")));
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        var stored = await FirstAsync(caller.Principal, name, hash, room, ct);
        if (stored.Value.BodyHash != hash) throw new ProblemException(Problems.KeyReused());
        if (AnswerOf(stored.Value) is { } given) return given;
        var answer = await work(Convert.FromBase64String(stored.Value.Seed), ct);
        var done = stored.Value with { Status = answer.Status, Location = answer.Location, Body = answer.Body };
        // Past this point the work is done: a caller who left does not undo it.
        var kept = await trail.CommitAsync(
            caller.Principal, new PersonBatch().Replace(name, done, HttpJson.Default.IdempotencyRow, stored.ETag), CancellationToken.None);
        if (kept is CommitResult.Committed) return answer;
        var other = await people.ReadAsync(caller.Principal, name, HttpJson.Default.IdempotencyRow, CancellationToken.None);
        return other is null ? answer : AnswerOf(other.Value) ?? answer;
    }

    private static Answer? AnswerOf(IdempotencyRow row) =>
        row is { Status: { } status, Body: { } body } ? new Answer(status, row.Location, body) : null;

    private async Task<Stored<IdempotencyRow>> FirstAsync(PrincipalId person, string name, string hash, Func<CancellationToken, Task> room, CancellationToken ct)
    {
        while (true)
        {
            if (await people.ReadAsync(person, name, HttpJson.Default.IdempotencyRow, ct) is { } stored) return stored;
            await room(ct);
            await days.Keys.NoteAsync(person, ct);
            var row = new IdempotencyRow(hash, Convert.ToBase64String(Seed()), time.GetUtcNow());
            var result = await trail.CommitAsync(person, new PersonBatch().Insert(name, row, HttpJson.Default.IdempotencyRow), ct);
            if (result is CommitResult.Committed committed) return new Stored<IdempotencyRow>(name, row, committed.ETags[name]);
        }
    }

    /// <summary>As <see cref="Id{TKind}.New"/> makes its bytes: time counted down, then chance.</summary>
    private byte[] Seed()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        Countdown.Write(bytes, time.GetUtcNow());
        return bytes;
    }
}
