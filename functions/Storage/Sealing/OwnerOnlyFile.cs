namespace Countersign.Storage.Sealing;

/// <summary>Reads key files. On Unix a file that its group or others can read is refused; on Windows the folder's rights are the owner's business.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <exception cref="InvalidOperationException">Absent, or readable by others: the message names the setting.</exception>
    public static string Read(string path, string setting)
    {
        if (!File.Exists(path)) throw new InvalidOperationException($"{setting} names a file that does not exist. The app makes no keys.");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new InvalidOperationException($"{setting} names a file that others can read. Run: chmod 600 on it.");
        return File.ReadAllText(path);
    }
}
