using System.Globalization;
using System.Text;
using Countersign.Sandbox.Tenant;
using Countersign.Sandbox.Tenant.Ciba;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Phone;

/// <summary>The phones: a page per person, on which pushes are seen and answered.</summary>
public sealed class PhoneParty(SandboxWorld world, Pushes pushes, Func<HttpRequest, string?> signedIn) : IParty
{
    public string Name => "phone";

    public void Map(WebApplication app)
    {
        app.UseDoorGuard(world, signedIn);
        app.MapGet("/phone", ShowAsync);
        app.MapGet("/phone/pushes", ShowPushesAsync);
        app.MapPost("/phone/answer", AnswerAsync);
    }

    private Task ShowAsync(HttpContext context)
    {
        var token = context.Request.Query["token"].ToString();
        var name = context.Request.Query["person"].ToString();
        if (name.Length == 0)
            return Page.WriteAsync(context, 200, "Phones", Index(token), PhonePage.Style);
        return world.People.ByName(name) is { } person
            ? WritePhoneAsync(context, 200, person, token, notice: null)
            : Page.WriteErrorAsync(context, 404, "Nobody of that name", "Look at /phone for the people of this world.");
    }

    private async Task ShowPushesAsync(HttpContext context)
    {
        if (world.People.ByName(context.Request.Query["person"].ToString()) is not { } person)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Now"] = pushes.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var body = Encoding.UTF8.GetBytes(PhonePage.Pushes(pushes, person, context.Request.Query["token"].ToString()));
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        var token = form["token"].ToString();
        if (world.People.ByName(form["person"].ToString()) is not { } person || form["answer"].ToString() is not ("approve" or "deny"))
        {
            await Page.WriteErrorAsync(context, 400, "Not understood", "Go back to the phone and answer there.").ConfigureAwait(false);
            return;
        }
        var own = pushes.Of(person).Any(push => push.Id == form["id"].ToString());
        if (own && pushes.Answer(form["id"].ToString(), form["answer"].ToString() == "approve") == AnswerOutcome.Taken)
            context.Redirect(Wire.WithQuery("/phone", ("token", token), ("person", person.Name)));
        else
            await WritePhoneAsync(context, 404, person, token, "That request is over or was answered before (login_transaction_not_found). Nothing changed.").ConfigureAwait(false);
    }

    private Task WritePhoneAsync(HttpContext context, int status, Person person, string token, string? notice) => Page.WriteAsync(
        context, status, $"{person.FullName}'s phone", PhonePage.Body(pushes, person, token, notice), PhonePage.Style, PhonePage.Script);

    private string Index(string token)
    {
        var text = new StringBuilder("""<h1>Phones</h1><p class="soft">One for each person of this world.</p><ul class="plain people">""");
        foreach (var person in world.People.All)
        {
            var waiting = pushes.Of(person).Count(push => push.StateAt(pushes.Now) == PushState.Pending);
            var state = person.Enrolment switch
            {
                Enrolment.Confirmed when waiting == 1 => "1 request waits",
                Enrolment.Confirmed when waiting > 1 => $"{waiting} requests wait",
                Enrolment.Confirmed => "nothing waits",
                Enrolment.Pending => "enrolment pending",
                _ => "not enrolled",
            };
            var address = Page.Safe(Wire.WithQuery("/phone", ("token", token), ("person", person.Name)));
            text.Append($"""<li><a class="card person" href="{address}"><strong>{Page.Safe(person.FullName)}</strong><span class="soft small">{state}</span></a></li>""");
        }
        return text.Append("</ul>").ToString();
    }
}
