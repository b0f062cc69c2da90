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
    /// <summary>All tools but those that are denied whatever the arguments.</summary>
    [Function("ApiTools")]
    [Route("List the tools", Response = typeof(ToolList))]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/tools")] HttpRequest request, CancellationToken ct)
    {
        var person = request.HttpContext.Caller().Principal;
        var set = await policy.CurrentAsync(person, ct);
        List<ToolView> tools = [];
        foreach (var tool in catalog.All)
        {
            var declaration = tool.Declaration;
            var facts = FactsOf(person, declaration);
            if (set.FlatlyDenied(declaration, facts) is not null) continue;
            tools.Add(new ToolView(
                declaration.Name, declaration.Description, declaration.Connection, declaration.Risk, tool.Schema, set.Decide(declaration, facts).Word,
                declaration.Permissions, declaration.Scopes));
        }

        return Answer.Of(200, new ToolList(tools), ActionDoorsJson.Default.ToolList);
    }

    private ActionFacts FactsOf(PrincipalId person, ToolDeclaration tool) => new()
    {
        Principal = person, Tool = tool.Name, Risk = tool.Risk, Agent = ActionRow.DirectAgent, Connection = tool.Connection, Door = DirectCalls.Door,
        Present = true, Now = time.GetUtcNow(),
    };
}
