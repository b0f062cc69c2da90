using Microsoft.AspNetCore.Routing.Template;

namespace Countersign.Runtime.Hosting;

/// <summary>Compares the sets of paths that two templates match. Where it cannot tell, it says that they meet and do not cover.</summary>
internal static class RouteCover
{
    /// <summary>Every path of <paramref name="inner"/> is one of <paramref name="outer"/>.</summary>
    public static bool Covers(FunctionRoute outer, FunctionRoute inner)
    {
        for (var i = 0; ; i++)
        {
            var (a, b) = (Segment(outer, i), Segment(inner, i));
            if (a is null)
                return b is null;
            if (Lone(a) is { IsCatchAll: true } rest)
                return !outer.Constraints.ContainsKey(rest.Name!);
            if (b is null)
            {
                if (!Omittable(a))
                    return false;
            }
            else if ((Omittable(b) && !Omittable(a)) || !SegmentCovers(outer, a, inner, b))
            {
                return false;
            }
        }
    }

    /// <summary>Some path is one of both.</summary>
    public static bool Meets(FunctionRoute one, FunctionRoute other)
    {
        for (var i = 0; ; i++)
        {
            var (a, b) = (Segment(one, i), Segment(other, i));
            if (a is null || b is null)
                return (a is null || Omittable(a)) && (b is null || Omittable(b));
            if (Lone(a) is { IsCatchAll: true } || Lone(b) is { IsCatchAll: true })
                return true;
            if (!SegmentMeets(one, a, other, b))
                return Omittable(a) && Omittable(b);
        }
    }

    private static bool SegmentCovers(FunctionRoute outer, TemplateSegment a, FunctionRoute inner, TemplateSegment b)
    {
        if (Lone(b) is { IsCatchAll: true })
            return false;
        if (Text(a) is { } text)
            return string.Equals(text, Text(b), StringComparison.OrdinalIgnoreCase);
        if (Lone(a) is not { } parameter)
            return Shape(a) == Shape(b);
        if (!outer.Constraints.ContainsKey(parameter.Name!))
            return true;
        return Text(b) is { } literal
            ? outer.Allows(parameter.Name!, literal)
            : Lone(b) is { } same && parameter.InlineConstraints.All(c => same.InlineConstraints.Any(d => d.Constraint == c.Constraint));
    }

    private static bool SegmentMeets(FunctionRoute one, TemplateSegment a, FunctionRoute other, TemplateSegment b) => (Text(a), Text(b)) switch
    {
        ({ } left, { } right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase),
        ({ } left, null) => Lone(b) is not { } parameter || other.Allows(parameter.Name!, left),
        (null, { } right) => Lone(a) is not { } parameter || one.Allows(parameter.Name!, right),
        _ => true,
    };

    private static TemplateSegment? Segment(FunctionRoute route, int index) =>
        index < route.Template.Segments.Count ? route.Template.Segments[index] : null;

    private static string? Text(TemplateSegment segment) =>
        segment is { IsSimple: true, Parts: [{ IsLiteral: true } part] } ? part.Text : null;

    private static TemplatePart? Lone(TemplateSegment segment) =>
        segment is { IsSimple: true, Parts: [{ IsParameter: true } part] } ? part : null;

    private static bool Omittable(TemplateSegment segment) =>
        Lone(segment) is { } parameter && (parameter.IsOptional || parameter.IsCatchAll || parameter.DefaultValue is not null);

    private static string Shape(TemplateSegment segment) =>
        string.Concat(segment.Parts.Select(p => p.IsLiteral ? p.Text!.ToUpperInvariant() : "{}"));
}
