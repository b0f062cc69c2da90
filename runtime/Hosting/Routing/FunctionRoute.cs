using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runtime.Hosting;

/// <summary>Template and methods of one HTTP function.</summary>
internal sealed class FunctionRoute
{
    private readonly TemplateMatcher _matcher;

    public FunctionRoute(LocalFunction function, string prefix, IInlineConstraintResolver resolver)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger;
        Function = function;
        Text = string.Join('/', new[] { prefix.Trim('/'), (trigger.Route ?? function.Name).Trim('/') }.Where(part => part.Length > 0));
        Methods = trigger.Methods is { Length: > 0 } methods ? new HashSet<string>(methods, StringComparer.OrdinalIgnoreCase) : null;
        Template = TemplateParser.Parse(Text);
        Constraints = Build(Template, resolver);
        var defaults = new RouteValueDictionary();
        foreach (var parameter in Template.Parameters)
            if (parameter.DefaultValue is not null)
                defaults[parameter.Name!] = parameter.DefaultValue;
        _matcher = new TemplateMatcher(Template, defaults);
    }

    public LocalFunction Function { get; }

    /// <summary>Prefix and route, without a leading slash.</summary>
    public string Text { get; }

    /// <summary>Null for all.</summary>
    public IReadOnlySet<string>? Methods { get; }

    public RouteTemplate Template { get; }

    public IReadOnlyDictionary<string, IRouteConstraint> Constraints { get; }

    /// <summary>The route's values, null for an optional one that is not there; or null when path, constraint or method do not match.</summary>
    public RouteValueDictionary? Match(HttpContext http)
    {
        if (Methods is not null && !Methods.Contains(http.Request.Method))
            return null;
        var values = new RouteValueDictionary();
        if (!_matcher.TryMatch(http.Request.Path, values))
            return null;
        foreach (var (name, constraint) in Constraints)
            if (!constraint.Match(http, null, name, values, RouteDirection.IncomingRequest))
                return null;
        return values;
    }

    /// <summary>Whether a single value could stand for the parameter.</summary>
    public bool Allows(string parameter, string value) =>
        !Constraints.TryGetValue(parameter, out var constraint)
        || constraint.Match(null, null, parameter, new RouteValueDictionary { [parameter] = value }, RouteDirection.IncomingRequest);

    private static Dictionary<string, IRouteConstraint> Build(RouteTemplate template, IInlineConstraintResolver resolver)
    {
        var builder = new RouteConstraintBuilder(resolver, template.TemplateText!);
        foreach (var parameter in template.Parameters)
        {
            if (parameter.IsOptional)
                builder.SetOptional(parameter.Name!);
            foreach (var constraint in parameter.InlineConstraints)
                builder.AddResolvedConstraint(parameter.Name!, constraint.Constraint);
        }

        return new Dictionary<string, IRouteConstraint>(builder.Build(), StringComparer.OrdinalIgnoreCase);
    }
}
