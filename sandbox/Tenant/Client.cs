namespace Countersign.Sandbox.Tenant;

/// <summary>Whether a client's refresh tokens are replaced at each use.</summary>
public enum Rotation
{
    NonRotating,
    Rotating,
}

/// <summary>An application registered at the tenant.</summary>
public sealed record Client
{
    public required string Id { get; init; }

    /// <summary>The name people see at the consent and on the phone.</summary>
    public required string Name { get; init; }

    /// <summary>Secret for <c>client_secret_post</c> and <c>client_secret_basic</c>; null for public and for key-based clients.</summary>
    public string? Secret { get; init; }

    /// <summary>PKCS#8 PEM whose public half verifies <c>private_key_jwt</c> (RS256); null when the client has no key.</summary>
    public string? Key { get; init; }

    public required IReadOnlyList<string> GrantTypes { get; init; }

    public IReadOnlyList<string> Callbacks { get; init; } = [];

    public IReadOnlyList<string> LogoutUrls { get; init; } = [];

    /// <summary>Origins whose pages may get silent answers in a frame: "Allowed Web Origins".</summary>
    public IReadOnlyList<string> WebOrigins { get; init; } = [];

    /// <summary>Origins whose pages may call the tenant: those of the callbacks, which are allowed by themselves, and "Allowed Origins (CORS)".</summary>
    public IEnumerable<string> Origins => Callbacks.Select(callback => new Uri(callback).GetLeftPart(UriPartial.Authority)).Concat(WebOrigins);

    public Rotation Rotation { get; init; }

    /// <summary>Multi-resource policy: what a refresh token may ask of further APIs.</summary>
    public IReadOnlyList<ResourcePolicy> Policies { get; init; } = [];

    /// <summary>CIBA channels, as <c>async_approval_notification_channels</c> has them.</summary>
    public IReadOnlyList<string> NotificationChannels { get; init; } = [];

    /// <summary>The API whose tokens a Custom API Client may exchange; null for every other client.</summary>
    public ApiKind? LinkedApi { get; init; }

    /// <summary>Scopes a machine may have, by API.</summary>
    public IReadOnlyList<ResourcePolicy> ClientGrants { get; init; } = [];

    public bool IsPublic => Secret is null && Key is null;
}

/// <summary>Scopes on one API.</summary>
public sealed record ResourcePolicy(ApiKind Api, IReadOnlyList<string> Scopes);
