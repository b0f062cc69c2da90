using System.Net;

namespace Countersign.Egress;

/// <summary>An answer's body, which ends in an <see cref="HttpRequestException"/> past its size or its time.</summary>
internal sealed class BoundedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly long _most;
    private readonly CancellationTokenSource _limit;

    public BoundedContent(HttpContent inner, long most, CancellationTokenSource limit)
    {
        (_inner, _most, _limit) = (inner, most, limit);
        foreach (var header in inner.Headers) Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var body = await CreateContentReadStreamAsync();
        await body.CopyToAsync(stream);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new BoundedStream(await _inner.ReadAsStreamAsync(CancellationToken.None), _most, _limit);

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _limit.Dispose();
        }

        base.Dispose(disposing);
    }
}
