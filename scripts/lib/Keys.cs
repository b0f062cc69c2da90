using System.Security.Cryptography;

namespace Countersign.Scripts;

/// <summary>Development keys: made on the first start of a data folder, readable by their owner alone, never beside data that older keys sealed.</summary>
public static class Keys
{
    public static (string Master, string Signing) Ensure(string data)
    {
        var folder = Path.Combine(data, "keys");
        var master = Path.Combine(folder, "master.key");
        var signing = Path.Combine(folder, "audit-signing.pem");
        if (File.Exists(master) && File.Exists(signing)) return (master, signing);
        if (File.Exists(Path.Combine(data, "app", "app.db")))
        {
            throw new ScriptException($"{data} holds data but not its keys ({master}, {signing}). Put them back, or begin anew with --fresh.");
        }

        Directory.CreateDirectory(folder);
        Write(master, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(signing, key.ExportPkcs8PrivateKeyPem());
        return (master, signing);
    }

    private static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
