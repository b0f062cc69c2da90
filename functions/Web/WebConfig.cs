namespace Countersign.Web;

/// <summary>What the web app needs before anybody is signed in. Nothing of it is secret.</summary>
/// <param name="Issuer">The tenant, with its slash.</param>
/// <param name="ClientId">The web app's client at the tenant.</param>
/// <param name="Audience">The doors' API identifier.</param>
/// <param name="Phone">Where a person answers what is pushed to them, in worlds whose phone is a page; null for real phones.</param>
/// <param name="Linking">The tenant's API by which the web app links accounts for the signed-in person.</param>
public sealed record WebConfig(string Issuer, string ClientId, string Audience, string? Phone, WebLinking Linking);

/// <param name="Audience">Its identifier, which is its address too.</param>
/// <param name="Scopes">What the web app asks of it.</param>
public sealed record WebLinking(string Audience, IReadOnlyList<string> Scopes);
