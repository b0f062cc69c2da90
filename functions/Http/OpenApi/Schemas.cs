using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Countersign.Http.OpenApi;

/// <summary>Schemas of the records that the JSON contexts know, each once under <c>components/schemas</c>, those inside others too.</summary>
internal sealed class Schemas(Assembly assembly, DocComments comments)
{
    private readonly List<JsonSerializerContext> _contexts =
    [
        .. assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<JsonSerializerContext>(),
    ];

    private readonly Dictionary<string, Type> _named = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonNode> _made = new(StringComparer.Ordinal);

    public JsonObject All => new(_made.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone())));

    /// <returns>A reference to the record's schema.</returns>
    /// <exception cref="InvalidOperationException">No context has the type.</exception>
    public JsonObject Of(Type type)
    {
        var name = NameOf(type);
        if (_named.TryAdd(name, type))
        {
            var schema = InfoOf(type).GetJsonSchemaAsNode(new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                TransformSchemaNode = Described,
            });
            LetNullsBeAbsent(schema);
            _made[name] = schema;
        }

        if (_named[name] != type) throw new InvalidOperationException($"{type} and {_named[name]} would both be {name} in openapi.json. Rename one.");
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    /// <summary>What may be null may be left out: the contexts of answers write no nulls, and those of requests take both.</summary>
    private static void LetNullsBeAbsent(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) LetNullsBeAbsent(item);
        }

        if (node is not JsonObject json) return;
        if (json["required"] is JsonArray required && json["properties"] is JsonObject properties)
        {
            var kept = required.Select(name => name!.GetValue<string>()).Where(name => !MayBeNull(properties[name])).ToList(); // names are texts
            if (kept.Count == 0) json.Remove("required");
            else json["required"] = new JsonArray([.. kept.Select(name => (JsonNode?)name)]);
        }

        foreach (var (_, value) in json.ToList()) LetNullsBeAbsent(value);
    }

    private static bool MayBeNull(JsonNode? schema) => schema switch
    {
        JsonValue anything when anything.GetValueKind() == System.Text.Json.JsonValueKind.True => true,
        JsonObject json when json["type"] is JsonArray types => types.Any(type => type?.GetValue<string>() == "null"),
        JsonObject json when json["anyOf"] is JsonArray schemas => schemas.Any(MayBeNull),
        JsonObject json when json["type"] is JsonValue type => type.GetValue<string>() == "null",
        JsonObject json when json["enum"] is JsonArray words => words.Any(word => word is null),
        _ => false,
    };

    private static string NameOf(Type type) => type.IsGenericType
        ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + "Of" + string.Concat(type.GetGenericArguments().Select(NameOf))
        : type.Name;

    private JsonTypeInfo InfoOf(Type type) =>
        _contexts.Select(context => context.GetTypeInfo(type)).FirstOrDefault(info => info is not null)
        ?? throw new InvalidOperationException($"{type} is named by a route, and no JSON context has it.");

    private JsonNode Described(JsonSchemaExporterContext context, JsonNode schema)
    {
        // A typed id has a converter of its own, which the exporter cannot look into: on the wire it is text.
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isOpaque = context.TypeInfo.Kind == JsonTypeInfoKind.None && type.IsValueType && type.Assembly == assembly && !type.IsEnum;
        var isNullable = Nullable.GetUnderlyingType(context.TypeInfo.Type) is not null;
        if (isOpaque) schema = new JsonObject { ["type"] = isNullable ? new JsonArray("string", "null") : "string" };
        if (context.Path.Length > 0 && context.TypeInfo.Kind == JsonTypeInfoKind.Object && type.Assembly == assembly) schema = Named(type, context, schema);
        var text = context.PropertyInfo?.AttributeProvider is MemberInfo property ? comments.Of(property) : schema["$ref"] is null ? comments.Of(type) : null;
        if (text is not null && schema is JsonObject json) json.Insert(0, "description", text);
        return schema;
    }

    /// <summary>A record inside another is a schema of its own, or null where its place may be.</summary>
    private JsonObject Named(Type type, JsonSchemaExporterContext context, JsonNode schema) =>
        context.PropertyInfo is { IsGetNullable: true } || MayBeNull(schema)
            ? new JsonObject { ["anyOf"] = new JsonArray(Of(type), new JsonObject { ["type"] = "null" }) }
            : Of(type);
}
