namespace Countersign.Identity;

/// <summary>Who is calling, fixed at the door: a person with a valid access token for the doors' audience.</summary>
/// <param name="Principal">The person.</param>
/// <param name="Subject">The tenant's user id (<c>sub</c>), for the tenant alone: it reaches no model and no log.</param>
/// <param name="Token">The validated token; it may be sealed as a run grant.</param>
/// <param name="ExpiresAt">The token's end.</param>
/// <param name="ClientId">The client the token was issued to.</param>
public sealed record Caller(PrincipalId Principal, string Subject, AccessToken Token, DateTimeOffset ExpiresAt, string ClientId);
