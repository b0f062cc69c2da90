using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Management;

/// <summary>Enrolling a device in its two steps: scanned (pending), then confirmed on the phone.</summary>
public sealed class EnrolmentPages(EnrolmentTickets tickets)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/guardian/enroll", context => ShowAsync(context, context.Request.Query["ticket"].ToString()));
        routes.MapPost("/guardian/enroll", StepAsync);
    }

    private Task ShowAsync(HttpContext context, string ticket)
    {
        if (tickets.Find(ticket) is not { } person)
            return Page.WriteErrorAsync(context, 404, "This ticket is over", "Ask for a new link to enrol your phone.");
        var (title, text, step) = person.Enrolment switch
        {
            Enrolment.None => ("Enrol your phone", "Scan the code with the app on your phone.", "I have scanned it"),
            Enrolment.Pending => ("Confirm on your phone", "Your phone knows this account. Confirm it, and it gets your requests.", "Confirm"),
            _ => ("Your phone is enrolled", "Requests for approval now come to it.", ""),
        };
        var form = step.Length == 0 ? "" : $"""
            <form method="post" action="/guardian/enroll"><input type="hidden" name="ticket" value="{Page.Safe(ticket)}">
            <div class="row"><button class="key" type="submit">{step}</button></div></form>
            """;
        return Page.WriteAsync(context, 200, title, $"""<h1>{title}</h1><p class="soft">{Page.Safe(person.FullName)}</p><div class="card"><p>{text}</p>{form}</div>""");
    }

    private async Task StepAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context.Request, acceptJson: false, context.RequestAborted).ConfigureAwait(false);
        var ticket = parameters?["ticket"] ?? "";
        if (tickets.Find(ticket) is { } person)
            person.Enrolment = person.Enrolment == Enrolment.None ? Enrolment.Pending : Enrolment.Confirmed;
        await ShowAsync(context, ticket).ConfigureAwait(false);
    }
}
