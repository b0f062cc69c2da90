using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Sandbox.Tenant;
using Countersign.Sandbox.Tenant.Ciba;

namespace Countersign.Sandbox.Phone;

/// <summary>One push as a card: everything that the request carries.</summary>
internal static class PushCard
{
    /// <summary>One displayed property.</summary>
    private sealed record Shown(string Name, string? Description, string Value, int Order);

    public static string Pending(Push push, string token)
    {
        var id = Page.Safe(push.Id);
        return $"""
            <li class="card push" id="{id}" data-expires="{push.ExpiresAt.ToUnixTimeMilliseconds()}">
            <p class="soft small top"><span>{Page.Safe(push.Client.Name)} asks for your approval</span> <span class="left" data-left>until {Clock(push.ExpiresAt)}</span></p>
            <h2 class="message" id="{id}-message">{Page.Safe(push.BindingMessage)}</h2>
            {Details(push)}
            <form method="post" action="/phone/answer" aria-labelledby="{id}-message">
            <input type="hidden" name="token" value="{Page.Safe(token)}"><input type="hidden" name="person" value="{Page.Safe(push.Person.Name)}"><input type="hidden" name="id" value="{id}">
            <div class="row">
            <button type="submit" name="answer" value="deny" aria-describedby="{id}-message">Deny</button>
            <button class="key" type="submit" name="answer" value="approve" aria-describedby="{id}-message">Approve</button>
            </div>
            </form>
            </li>
            """;
    }

    public static string Past(Push push, PushState state)
    {
        var (word, mark) = state switch
        {
            PushState.Approved => ("Approved", "✓"),
            PushState.Denied => ("Denied", "✕"),
            _ => ("Expired unanswered", "–"),
        };
        return $"""
            <li class="past {state.ToString().ToLowerInvariant()}" id="{Page.Safe(push.Id)}"><details><summary><span class="mark {state.ToString().ToLowerInvariant()}" aria-hidden="true">{mark}</span>
            <span><strong>{Page.Safe(push.BindingMessage)}</strong><br><span class="soft small">{word} · {Clock(push.AnsweredAt ?? push.ExpiresAt)}</span></span></summary>
            {Details(push)}</details></li>
            """;
    }

    private static string Details(Push push)
    {
        var text = new StringBuilder();
        var hidden = new List<(string Name, string Value)>();
        foreach (var detail in push.Details?.OfType<JsonObject>() ?? [])
        {
            if (detail["instruction"] is { } instruction)
                text.Append($"""<p class="instruction">{Page.Safe(instruction.ToString())}</p>""");
            var shown = ShownOf(detail["properties"] as JsonObject, hidden);
            if (shown.Count == 0)
                continue;
            text.Append("<dl>");
            foreach (var property in shown)
            {
                var description = property.Description is null ? "" : $"""<span class="soft small">{Page.Safe(property.Description)}</span>""";
                text.Append($"<div><dt>{Page.Safe(property.Name)}{description}</dt><dd>{Page.Safe(property.Value)}</dd></div>");
            }
            text.Append("</dl>");
        }
        text.Append($"""
            <dl class="small facts">
            <div><dt>Scopes</dt><dd>{Page.Safe(string.Join(", ", push.Scopes))}</dd></div>
            <div><dt>For</dt><dd>{Page.Safe(push.Audience)}</dd></div>
            """);
        foreach (var detail in push.Details?.OfType<JsonObject>() ?? [])
            text.Append($"<div><dt>Type</dt><dd>{Page.Safe(detail["type"]?.ToString())}</dd></div>");
        foreach (var (name, value) in hidden)
            text.Append($"<div><dt>{Page.Safe(name)} <span class=\"soft\">(not displayed by the app)</span></dt><dd>{Page.Safe(value)}</dd></div>");
        return text.Append("</dl>").ToString();
    }

    private static List<Shown> ShownOf(JsonObject? properties, List<(string Name, string Value)> hidden)
    {
        var shown = new List<Shown>();
        foreach (var (key, node) in properties ?? [])
        {
            if (node is not JsonObject property)
                continue;
            var value = property["value"]?.ToString() ?? "";
            if (property["display"]?.GetValue<bool>() == true)
                shown.Add(new(property["name"]?.ToString() ?? key, property["description"]?.ToString(), value, property["display_order"]?.GetValue<int>() ?? int.MaxValue));
            else
                hidden.Add((key, value));
        }
        return [.. shown.OrderBy(property => property.Order)];
    }

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
