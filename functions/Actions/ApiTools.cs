using Countersign.Connectors;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Actions;

/// <summary>The tools a person's clients may offer.</summary>
public sealed class ApiTools(ToolCatalog catalog, IPolicy policy, TimeProvider time)
{
    /// <summary>What may be offered: all tools but those that are denied whatever the arguments, unless those are asked for too.</summary>
    [Function("ApiTools")]
    [Route("List the tools", Response = typeof(ToolList), Query = ["denied: true for those too that are denied whatever the arguments"])]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/tools")] HttpRequest request, CancellationToken ct)
    {
        var person = request.HttpContext.Caller().Principal;
        var denied = new QueryParameters(request, "denied").Text("denied");
        if (denied is not (null or "true" or "false")) throw new ProblemException(Problems.BadParameter("denied", "true or false."));
        var set = await policy.CurrentAsync(person, ct);
        List<ToolView> tools = [];
        foreach (var tool in catalog.All)
        {
            var declaration = tool.Declaration;
            var facts = FactsOf(person, declaration);
            if (denied != "true" && set.FlatlyDenied(declaration, facts) is not null) continue;
            var decision = set.Decide(declaration, facts);
            tools.Add(new ToolView(
                declaration.Name, declaration.Description, declaration.Connection, declaration.Risk, tool.Schema, decision.Word, decision.Rule,
                decision.Match(_ => (string?)null, step => step.Because, deny => deny.Reason), declaration.Permissions, declaration.Scopes));
        }

        return Answer.Of(200, new ToolList(tools, set.Version), ActionDoorsJson.Default.ToolList);
    }

    private ActionFacts FactsOf(PrincipalId person, ToolDeclaration tool) => new()
    {
        Principal = person, Tool = tool.Name, Risk = tool.Risk, Agent = ActionRow.DirectAgent, Connection = tool.Connection, Door = DirectCalls.Door,
        Present = true, Now = time.GetUtcNow(),
    };
}
