using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Identity;

/// <summary>On a secret's type: no serializer writes it and none makes one.</summary>
internal sealed class RefusesToBeWritten<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException($"{typeof(T).Name} is never read from JSON by this serializer.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        throw new JsonException($"{typeof(T).Name} is never written as JSON.");
}
