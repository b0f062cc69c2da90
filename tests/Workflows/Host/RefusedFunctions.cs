using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Host;

/// <summary>Functions that compile and that the real host leaves out, or breaks on. The method's name says which.</summary>
public sealed class RefusedFunctions
{
    [Function("Private")]
    private static IResult PrivateMethod([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "private")] HttpRequest request) => Results.Ok();

    [Function("NoTrigger")]
    public static IResult NoTrigger(HttpRequest request) => Results.Ok();

    [Function("two words")]
    public static IResult SpacedName([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "spaced")] HttpRequest request) => Results.Ok();

    [Function("Twice")]
    public static IResult TwiceUpper([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "one")] HttpRequest request) => Results.Ok();

    [Function("twice")]
    public static IResult TwiceLower([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "two")] HttpRequest request) => Results.Ok();

    [Function("Levelless")]
    public static IResult NoLevel([HttpTrigger("get", Route = "levelless")] HttpRequest request) => Results.Ok();

    [Function("Keyed")]
    public static IResult KeyedLevel([HttpTrigger(AuthorizationLevel.Function, "get", Route = "keyed")] HttpRequest request) => Results.Ok();

    [Function("Reserved")]
    public static IResult ReservedRoute([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "admin/keys")] HttpRequest request) => Results.Ok();

    [Function("Poco")]
    public static IResult PocoRequest([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "poco")] string request) => Results.Ok();

    [Function("Clientless")]
    public static IResult ClientWithoutAttribute(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "clientless")] HttpRequest request, DurableTaskClient client) => Results.Ok();

    [Function("Contextless")]
    public static Task WrongContext([OrchestrationTrigger] string context) => Task.CompletedTask;

    [Function("Cancelling")]
    public static Task OrchestratorWithToken([OrchestrationTrigger] TaskOrchestrationContext context, CancellationToken token) => Task.CompletedTask;

    [Function("Bound")]
    public static Task OrchestratorWithClient([OrchestrationTrigger] TaskOrchestrationContext context, [DurableClient] DurableTaskClient client) =>
        Task.CompletedTask;

    [Function("Void")]
    public static async void AsyncVoid([ActivityTrigger] string input) => await Task.Yield();

    [Function("Mvc")]
    public static IResult MvcBody(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mvc")] HttpRequest request, [Microsoft.AspNetCore.Mvc.FromBody] string body) => Results.Ok();

    public sealed class Nested
    {
        [Function("Nested")]
        public static IResult InNestedClass([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nested")] HttpRequest request) => Results.Ok();
    }
}

internal sealed class InternalFunctions
{
    [Function("Internal")]
    public static IResult InInternalClass([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "internal")] HttpRequest request) => Results.Ok();
}

public sealed class GenericFunctions<T>
{
    [Function("Generic")]
    public static IResult InGenericClass([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "generic")] HttpRequest request) => Results.Ok();
}

public abstract class AbstractFunctions
{
    [Function("Abstract")]
    public IResult InAbstractClass([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "abstract")] HttpRequest request) => Results.Ok();
}
