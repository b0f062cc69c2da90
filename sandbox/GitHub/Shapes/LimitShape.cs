using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Http;

namespace Countersign.Sandbox.GitHub.Shapes;

internal static class LimitShape
{
    public static Answer Of((int Limit, int Used, DateTimeOffset Ends) core, bool signed)
    {
        var search = signed ? 30 : 10;
        return Answer.Ok(new JsonObject
        {
            ["resources"] = new JsonObject
            {
                ["core"] = One(core.Limit, core.Used, core.Ends),
                ["search"] = One(search, 0, core.Ends),
            },
            ["rate"] = One(core.Limit, core.Used, core.Ends),
        });
    }

    private static JsonObject One(int limit, int used, DateTimeOffset ends) => new()
    {
        ["limit"] = limit,
        ["used"] = used,
        ["remaining"] = limit - used,
        ["reset"] = ends.ToUnixTimeSeconds(),
    };
}
