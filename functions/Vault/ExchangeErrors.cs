using Countersign.Gate;
using Countersign.Policies;

namespace Countersign.Vault;

/// <summary>Each error of a Token Vault exchange, mapped to what somebody has to do. Two causes never share a remedy because they share a status.</summary>
public static class ExchangeErrors
{
    /// <summary>Where nothing says how long to wait.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>As below; but nobody can sign in anew for the token of an approval.</summary>
    public static Exchange Map(TenantAnswer.Error error, ConnectionName connection, Subject subject) => Map(error, connection) switch
    {
        Exchange.Needs { Remedy.Kind: RemedyKind.Grant } when subject is Subject.ApprovalToken =>
            Operator("The tenant does not take an approval's token as subject token. Set Vault:SubjectAfterApproval to run-grant, or the tenant to take it."),
        var mapped => mapped,
    };

    public static Exchange Map(TenantAnswer.Error error, ConnectionName connection) => error.Code switch
    {
        "too_many_requests" or "server_error" or "temporarily_unavailable" => new Exchange.Unavailable(error.RetryAfter ?? Pause),

        "federated_connection_refresh_token_not_found" => Needs(RemedyKind.Link, connection,
            $"No {connection} account is linked. Link it under Accounts, then say that you have."),
        "federated_connection_refresh_token_flow_failed" => Needs(RemedyKind.LinkAgain, connection,
            $"{connection} no longer accepts the linked account. Link it again under Accounts; the old one stays until the new one works."),
        "user_not_found" => Needs(RemedyKind.Confirm, connection,
            $"The confirmed {connection} account is not among the linked ones. Look at it under Accounts and confirm it anew."),

        // A dead subject token, whichever of our clients it is linked to.
        "invalid_grant" or "invalid_token" or "expired_token" => Needs(RemedyKind.Grant, null,
            "The sign-in that this run goes on has ended. Sign in again to go on."),
        "invalid_request" when Mentions(error, "expired") || Mentions(error, "subject_token") || Mentions(error, "subject token") => Needs(RemedyKind.Grant, null,
            "The sign-in that this run goes on has ended or is not for this app. Sign in again to go on."),

        "mfa_required" => Operator("The tenant's MFA policy is Always, and then nothing can be exchanged. Set it to Never and use an Action for interactive MFA."),
        "unauthorized_client" => Operator("The vault client has no Token Vault grant. Switch on its grant type federated-connection-access-token."),
        "invalid_client" => Operator("The tenant does not accept the vault client's credential. Compare Auth0:Vault with the client."),
        "access_denied" when error.Status == 401 => Operator("The tenant does not accept the vault client's credential. Compare Auth0:Vault with the client."),
        "access_denied" => Operator("A policy or Action of the tenant refused the exchange. Its log entry of type feta says which."),
        "unsupported_grant_type" => Operator("The tenant has no Token Vault. It is part of the plan or an add-on."),
        _ => Operator($"The tenant refused the exchange ({Printable(error.Code)}). Its log entry of type feta says why."),
    };

    private static Exchange.Needs Needs(RemedyKind kind, ConnectionName? connection, string text) => new(new Remedy(kind, connection?.Value, text, null));

    private static Exchange.Needs Operator(string text) => new(new Remedy(RemedyKind.Operator, null, text, null));

    private static bool Mentions(TenantAnswer.Error error, string word) => error.Description.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>A code is shown to people: only what a code is made of.</summary>
    internal static string Printable(string code) => string.Concat(code.Where(c => char.IsAsciiLetterOrDigit(c) || c == '_').Take(64));
}
