using System.Diagnostics;
using System.Text.Json;

namespace Countersign.Vault;

/// <summary>What the tenant answered to one attempt. Branch on <see cref="Error.Code"/>, never on the status: the tenant's statuses vary.</summary>
public abstract record TenantAnswer
{
    private TenantAnswer() { }

    public T Match<T>(Func<Ok, T> ok, Func<Error, T> error, Func<Silence, T> silence) => this switch
    {
        Ok a => ok(a),
        Error a => error(a),
        Silence a => silence(a),
        _ => throw new UnreachableException(),
    };

    /// <summary>A whole number of an answer; null where it is none, as a text is that looks like one.</summary>
    internal static int? Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    /// <summary>2xx with a JSON object, which holds tokens: it prints as nothing.</summary>
    public sealed record Ok(JsonElement Body) : TenantAnswer
    {
        public override string ToString() => "ok";
    }

    /// <param name="Code"><c>error</c>; <c>too_many_requests</c> for any 429 and <c>server_error</c> for any 5xx.</param>
    /// <param name="Description">For choosing among causes that share a code; reaches nobody.</param>
    /// <param name="RetryAfter">From <c>Retry-After</c>, or from the member <c>interval</c>; null where there was neither.</param>
    public sealed record Error(int Status, string Code, string Description, TimeSpan? RetryAfter) : TenantAnswer
    {
        public override string ToString() => $"{Status} {Code}";
    }

    /// <summary>No answer.</summary>
    /// <param name="Sent">False where the request surely never left: no connection was made.</param>
    public sealed record Silence(bool Sent) : TenantAnswer;
}
