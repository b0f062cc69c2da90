using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Tests.Unit.Vault;

public sealed class ExchangeErrorsTests
{
    [Theory]
    [InlineData(401, "federated_connection_refresh_token_not_found", "Federated connection Refresh Token not found.", RemedyKind.Link)]
    [InlineData(401, "federated_connection_refresh_token_flow_failed", "Refresh Token flow for the Federated Connection failed", RemedyKind.LinkAgain)]
    [InlineData(401, "user_not_found", "Identity User not found.", RemedyKind.Confirm)]
    [InlineData(401, "invalid_grant", "", RemedyKind.Grant)]
    [InlineData(403, "invalid_grant", "Unknown or invalid refresh token.", RemedyKind.Grant)]
    [InlineData(401, "invalid_request", "The subject_token has expired", RemedyKind.Grant)]
    [InlineData(400, "invalid_request", "Missing required parameter: connection", RemedyKind.Operator)]
    [InlineData(403, "unauthorized_client", "Grant type not allowed for the client.", RemedyKind.Operator)]
    [InlineData(401, "access_denied", "Unauthorized", RemedyKind.Operator)]
    [InlineData(401, "invalid_client", "Client authentication failed", RemedyKind.Operator)]
    [InlineData(403, "access_denied", "", RemedyKind.Operator)]
    [InlineData(401, "mfa_required", "Multifactor authentication required", RemedyKind.Operator)]
    [InlineData(400, "unsupported_grant_type", "", RemedyKind.Operator)]
    [InlineData(418, "something_new", "", RemedyKind.Operator)]
    public void Each_refusal_has_its_remedy(int status, string code, string description, RemedyKind remedy)
    {
        var exchange = ExchangeErrors.Map(new TenantAnswer.Error(status, code, description, null), ConnectionName.Parse("github"));

        var needs = Assert.IsType<Exchange.Needs>(exchange);
        Assert.Equal(remedy, needs.Remedy.Kind);
        Assert.DoesNotContain("http", needs.Remedy.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_causes_that_somebody_mends_differently_are_said_alike()
    {
        string[] codes = ["federated_connection_refresh_token_not_found", "federated_connection_refresh_token_flow_failed", "user_not_found", "invalid_grant",
            "unauthorized_client", "invalid_client", "mfa_required", "unsupported_grant_type", "something_new"];

        var texts = codes.Select(code => ((Exchange.Needs)ExchangeErrors.Map(new TenantAnswer.Error(401, code, "", null), ConnectionName.Parse("github"))).Remedy.Text);

        Assert.Equal(codes.Length, texts.Distinct().Count());
    }

    [Theory]
    [InlineData("too_many_requests")]
    [InlineData("server_error")]
    public void What_says_come_back_is_come_back_to_no_sooner_than_it_says(string code)
    {
        var said = ExchangeErrors.Map(new TenantAnswer.Error(429, code, "", TimeSpan.FromSeconds(42)), ConnectionName.Parse("github"));
        var unsaid = ExchangeErrors.Map(new TenantAnswer.Error(429, code, "", null), ConnectionName.Parse("github"));

        Assert.Equal(TimeSpan.FromSeconds(42), Assert.IsType<Exchange.Unavailable>(said).RetryAfter);
        Assert.True(Assert.IsType<Exchange.Unavailable>(unsaid).RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public void An_unknown_code_is_shown_without_what_it_could_carry()
    {
        var needs = (Exchange.Needs)ExchangeErrors.Map(new TenantAnswer.Error(400, "a<script>\nb", "", null), ConnectionName.Parse("github"));

        Assert.Contains("(ascriptb)", needs.Remedy.Text, StringComparison.Ordinal);
    }
}
