using Countersign.Actions;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Countersign.Accounts;

/// <summary>The phone on which a person countersigns. Enrolling it is between them and the tenant; here it is only looked at.</summary>
public sealed class ApiPhone(ManagementClient management, Waits waits)
{
    [Function("ApiPhone")]
    [Route("Say whether your phone is enrolled", Response = typeof(PhoneView), Problems = [503])]
    public async Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/phone")] HttpRequest request, CancellationToken ct)
    {
        _ = new QueryParameters(request);
        return await AnswerAsync(request.HttpContext.Caller(), ct);
    }

    [Function("ApiPhoneCheck")]
    [Route("Look again after you enrolled your phone; what waited for it goes on", Response = typeof(PhoneView), Problems = [503])]
    public async Task<IResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/phone/check")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        var answer = await AnswerAsync(caller, ct);
        await waits.WakeForTenantAsync(client, caller.Principal, ct); // whoever waits looks for itself
        return answer;
    }

    private async Task<IResult> AnswerAsync(Caller caller, CancellationToken ct)
    {
        if (await management.IsEnrolledAsync(caller.Subject, ct) is not { } enrolled) throw new ProblemException(Problems.TenantUnavailable());
        return Http.Answer.Of(200, new PhoneView(enrolled), AccountsJson.Default.PhoneView);
    }
}
