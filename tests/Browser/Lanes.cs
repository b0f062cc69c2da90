using Countersign.Tests.Browser.Web;

namespace Countersign.Tests.Browser;

/// <summary>
/// Two tests at a time: a browser waits more than it works. In a lane they follow one another and share its browser and its world; between lanes they share nothing.
/// </summary>
internal static class Lanes
{
    public const string One = "Lane one";

    public const string Two = "Lane two";
}

[CollectionDefinition(Lanes.One)]
public sealed class LaneOne : ICollectionFixture<Chromium>, ICollectionFixture<LaneWorld>;

[CollectionDefinition(Lanes.Two)]
public sealed class LaneTwo : ICollectionFixture<Chromium>, ICollectionFixture<LaneWorld>;
