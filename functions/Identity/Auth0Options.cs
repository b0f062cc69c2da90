namespace Countersign.Identity;

/// <summary>What the doors must know of the tenant: settings under <c>Auth0:</c>.</summary>
public sealed class Auth0Options
{
    /// <summary>As the tokens say it, slash included: <c>https://acme.eu.auth0.com/</c>.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The doors' API identifier.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The approvals' API identifier: no door takes its tokens.</summary>
    public string ApprovalsAudience { get; set; } = "";

    public WebClients Web { get; } = new();

    /// <summary>The clients whose tokens the doors take.</summary>
    public sealed class WebClients
    {
        /// <summary>The web app's client.</summary>
        public string ClientId { get; set; } = "";

        /// <summary>Further public clients of the same person, such as a command line's. Default none.</summary>
        public IList<string> MoreClientIds { get; } = [];

        internal bool Contain(string clientId) => clientId == ClientId || MoreClientIds.Contains(clientId);
    }
}
