using System.Text;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>The login page: a form, and the people of this world to choose a name from.</summary>
internal static class LoginPage
{
    public static Task WriteAsync(HttpContext context, int status, People people, AuthorizeRequest request, string state, string? username, string? problem)
    {
        var body = new StringBuilder($"""
            <h1>Sign in</h1>
            <p class="soft">to go on to {Page.Safe(request.Client.Name)}</p>
            <form class="card" method="post" action="/u/login">
            <input type="hidden" name="state" value="{Page.Safe(state)}">
            """);
        var said = problem is null ? "" : $"""<p class="problem" role="alert" id="problem">{Page.Safe(problem)}</p>""";
        var described = problem is null ? "" : " aria-describedby=\"problem\" aria-invalid=\"true\"";
        body.Append($"""
            <label for="username" class="first">Email address</label>
            <input id="username" name="username" type="email" list="people" autocomplete="username" required value="{Page.Safe(username)}"{described}{(username is null ? " autofocus" : "")}>
            <datalist id="people">
            """);
        foreach (var person in people.All)
            body.Append($"""<option value="{Page.Safe(person.Username)}">{Page.Safe(person.FullName)}</option>""");
        body.Append($"""
            </datalist>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required{described}{(username is null ? "" : " autofocus")}>
            {said}
            <div class="row">
            <button class="key" type="submit">Continue</button>
            <button type="submit" name="action" value="cancel" formnovalidate>Cancel</button>
            </div>
            </form>
            <p class="small soft">This is the sandbox's tenant. The people of this world and their passwords stand in <code>control.json</code> in its data folder.</p>
            """);
        return Page.WriteAsync(context, status, "Sign in", body.ToString());
    }
}
