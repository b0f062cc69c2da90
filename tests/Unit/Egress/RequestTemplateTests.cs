namespace Countersign.Tests.Unit.Egress;

public sealed class RequestTemplateTests
{
    [Theory]
    [InlineData("repos/{owner}/{repo}", "repos/acme/shop", true)]
    [InlineData("repos/{owner}/{repo}", "repos/acme", false)]
    [InlineData("repos/{owner}/{repo}", "repos/acme/shop/issues", false)]
    [InlineData("repos/{owner}/{repo}", "repos/acme/", false)]
    [InlineData("repos/{owner}/{repo}", "repos/acme/..", false)]
    [InlineData("repos/{owner}/{repo}", "repos/acme/a%2Fb", false)]
    [InlineData("repos/{owner}/{repo}", "REPOS/acme/shop", false)]
    [InlineData("repos/{owner}/contents/{*path}", "repos/acme/contents/src/a.cs", true)]
    [InlineData("repos/{owner}/contents/{*path}", "repos/acme/contents/a%2Fb", true)]
    [InlineData("repos/{owner}/contents/{*path}", "repos/acme/contents", false)]
    [InlineData("repos/{owner}/contents/{*path}", "repos/acme/contents/a//b", false)]
    public void A_template_matches_whole_segments_alone(string template, string path, bool matches) =>
        Assert.Equal(matches, new Countersign.Egress.RequestTemplate("GET", template).Matches("GET", path));

    [Fact]
    public void Another_method_does_not_match() => Assert.False(new Countersign.Egress.RequestTemplate("GET", "a").Matches("POST", "a"));
}
