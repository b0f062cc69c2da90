using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Sandbox.World;

/// <summary>What outlives a restart, so that an app configured yesterday still works: made on first start, kept in the data folder.</summary>
public sealed record Keepsakes
{
    private const string FileName = "keepsakes.json";

    /// <summary>Token that the control API and the phone page want.</summary>
    public required string ControlToken { get; init; }

    /// <summary>Passwords of the seeded people by name.</summary>
    public required IReadOnlyDictionary<string, string> Passwords { get; init; }

    /// <summary>Client id by what the client is for: <c>web</c>, <c>approvals</c>, <c>vault</c>, <c>reader</c> …</summary>
    public required IReadOnlyDictionary<string, string> ClientIds { get; init; }

    /// <summary>Client secret by what the client is for.</summary>
    public required IReadOnlyDictionary<string, string> ClientSecrets { get; init; }

    /// <summary>PKCS#8 private keys of clients that use <c>private_key_jwt</c>.</summary>
    public required IReadOnlyDictionary<string, string> ClientKeys { get; init; }

    /// <summary>PKCS#8 signing keys of the tenant: the current one and the next.</summary>
    public required IReadOnlyList<string> SigningKeys { get; init; }

    /// <summary>Key by which the app calls the model.</summary>
    public required string ModelKey { get; init; }

    /// <summary>Reads what is kept in <paramref name="folder"/>, or makes and keeps it.</summary>
    public static Keepsakes In(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path))
            return JsonSerializer.Deserialize(File.ReadAllText(path), KeepsakesJson.Default.Keepsakes) ?? throw new InvalidDataException($"{FileName} is empty.");
        var made = Make();
        OwnFile.Write(path, JsonSerializer.Serialize(made, KeepsakesJson.Default.Keepsakes));
        return made;
    }

    private static Keepsakes Make()
    {
        string[] confidential = ["approvals", "reader", "backend", "rotating"];
        string[] keyed = ["vault", "vault-approved"];
        return new()
        {
            ControlToken = RandomText.Of(32),
            Passwords = People.SeededNames.ToDictionary(name => name, _ => RandomText.Of(20), StringComparer.Ordinal),
            ClientIds = confidential.Concat(keyed).Append("web").ToDictionary(name => name, _ => RandomText.Of(32), StringComparer.Ordinal),
            ClientSecrets = confidential.ToDictionary(name => name, _ => RandomText.Of(64), StringComparer.Ordinal),
            ClientKeys = keyed.ToDictionary(name => name, _ => RsaKey.NewPem(), StringComparer.Ordinal),
            SigningKeys = [RsaKey.NewPem(), RsaKey.NewPem()],
            ModelKey = "sk-" + RandomText.Of(40),
        };
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Keepsakes))]
internal sealed partial class KeepsakesJson : JsonSerializerContext;
