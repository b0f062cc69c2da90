using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Countersign.Http.OpenApi;

/// <summary>The doc comments that the compiler wrote beside the assembly, as plain text.</summary>
internal sealed partial class DocComments
{
    private readonly Dictionary<string, XElement> _members;

    public DocComments(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        if (!File.Exists(file)) throw new InvalidOperationException($"{Path.GetFileName(file)} is not beside the app: build with documentation.");
        _members = XDocument.Load(file).Descendants("member").ToDictionary(member => (string?)member.Attribute("name") ?? "", StringComparer.Ordinal);
    }

    public string? Of(Type type) => Text(Member($"T:{NameOf(type)}")?.Element("summary"));

    public string? Of(MethodInfo method)
    {
        var name = $"M:{NameOf(method.DeclaringType ?? throw new ArgumentException("A method of no type.", nameof(method)))}.{method.Name}";
        return Text(_members.FirstOrDefault(member => member.Key == name || member.Key.StartsWith(name + "(", StringComparison.Ordinal)).Value?.Element("summary"));
    }

    /// <summary>A property's own comment, or its parameter's where a positional record declares it.</summary>
    public string? Of(MemberInfo property)
    {
        var type = NameOf(property.DeclaringType ?? throw new ArgumentException("A property of no type.", nameof(property)));
        return Text(Member($"P:{type}.{property.Name}")?.Element("summary"))
            ?? Text(Member($"T:{type}")?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property.Name));
    }

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName?.Replace('+', '.') ?? "";

    private static string? Text(XElement? element)
    {
        if (element is null) return null;
        foreach (var see in element.Descendants("see").Concat(element.Descendants("paramref")).ToList())
        {
            var target = (string?)see.Attribute("cref") ?? (string?)see.Attribute("name") ?? (string?)see.Attribute("langword") ?? "";
            see.ReplaceWith(target[(target.LastIndexOf('.') + 1)..]);
        }

        var text = Spaces().Replace(element.Value, " ").Trim();
        return text.Length > 0 ? text : null;
    }

    private XElement? Member(string name) => _members.GetValueOrDefault(name);

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();
}
