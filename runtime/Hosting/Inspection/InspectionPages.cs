using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Countersign.Runtime.Durable.Inspection;
using Countersign.Runtime.Durable.Replay;

namespace Countersign.Runtime.Hosting;

/// <summary>Inspection for reading: plain tables, no script. Whatever comes from instances is encoded.</summary>
internal static class InspectionPages
{
    private const string Style =
        "body{font:14px/1.5 system-ui,sans-serif;margin:2rem;max-width:90rem}table{border-collapse:collapse;width:100%}"
        + "td,th{border-bottom:1px solid #8884;padding:.3rem .6rem;text-align:left;vertical-align:top}"
        + "code{word-break:break-all}form{display:inline}:root{color-scheme:light dark}";

    public static string List(InspectedInstances page, IReadOnlyList<InspectedSetAside> setAside, string token)
    {
        var rows = page.Instances.Select(i => Row(
            $"<a href=\"/instances/{Uri.EscapeDataString(i.Id)}?token={token}\"><code>{E(i.Id)}</code></a>",
            E(i.Name), E(i.Version), E(i.Status.ToString()), E(i.Waits), At(i.Created), At(i.Updated)));
        var next = page.Next is null ? "" : $"<p><a href=\"/?token={token}&amp;after={Uri.EscapeDataString(page.Next)}\">Next page</a></p>";
        return Page(
            "Instances",
            $"<p><a href=\"/?token={token}&amp;live=true\">Live ones</a> · <a href=\"/?token={token}\">All</a></p>"
            + Table(["Instance", "Orchestrator", "Version", "Status", "Waits for", "Created", "Updated"], rows) + next + Aside(setAside));
    }

    public static string One(InspectedDetail detail, string token)
    {
        var instance = detail.Instance;
        var id = Uri.EscapeDataString(instance.Id);
        var facts = Table(["", ""], new (string Name, string? Value)[]
        {
            ("Orchestrator", instance.Name), ("Version", instance.Version), ("Status", instance.Status.ToString()), ("Waits for", instance.Waits),
            ("Execution", instance.Execution.ToString(CultureInfo.InvariantCulture)), ("Parent", instance.Parent), ("Custom status", detail.CustomStatus),
            ("Input", detail.Input), ("Output", detail.Output), ("Failure", detail.Failure?.ToString()),
            ("Created", At(instance.Created)), ("Updated", At(instance.Updated)),
        }.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => Row(E(f.Name), $"<code>{E(f.Value)}</code>")));
        return Page(
            instance.Id,
            $"<p><a href=\"/?token={token}\">All instances</a></p>" + facts
            + Table(["Running or to run", "Step", "Deliveries"], detail.Activities.Select(a =>
                Row(E(a.Name), a.TaskId.ToString(CultureInfo.InvariantCulture), a.Deliveries.ToString(CultureInfo.InvariantCulture))))
            + "<h2>Not yet seen</h2>" + Events(detail.Inbox) + "<h2>History</h2>" + Events(detail.History) + Aside(detail.SetAside)
            + $"<p><form method=\"post\" action=\"/instances/{id}/terminate?token={token}\"><button>Terminate</button></form> "
            + $"<form method=\"post\" action=\"/instances/{id}/purge?token={token}\"><button>Purge</button></form></p>");
    }

    private static string Events(IReadOnlyList<HistoryEvent> events) => Table(["#", "Event", ""], events.Select((one, number) => Row(
        number.ToString(CultureInfo.InvariantCulture),
        E(one.GetType().Name),
        $"<code>{E(HistoryJson.Write(one))}</code>")));

    private static string Aside(IReadOnlyList<InspectedSetAside> works) => works.Count == 0 ? "" : "<h2>Set aside</h2>" + Table(
        ["At", "Instance", "What", "Name", "Deliveries", "Error"],
        works.Select(w => Row(
            At(w.At), $"<code>{E(w.InstanceId)}</code>", E(w.Kind), E(w.Name), w.Deliveries.ToString(CultureInfo.InvariantCulture), E(w.Error))));

    private static string Page(string title, string body) =>
        $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{E(title)}</title><style>{Style}</style><h1>{E(title)}</h1>{body}</html>";

    private static string Table(string[] heads, IEnumerable<string> rows)
    {
        var table = new StringBuilder("<table><tr>");
        foreach (var head in heads)
            table.Append("<th>").Append(head).Append("</th>");
        return table.Append("</tr>").AppendJoin("", rows).Append("</table>").ToString();
    }

    private static string Row(params ReadOnlySpan<string> cells)
    {
        var row = new StringBuilder("<tr>");
        foreach (var cell in cells)
            row.Append("<td>").Append(cell).Append("</td>");
        return row.Append("</tr>").ToString();
    }

    private static string At(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string E(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
