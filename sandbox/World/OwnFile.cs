namespace Countersign.Sandbox.World;

/// <summary>Files with secrets in them, readable by their owner alone.</summary>
public static class OwnFile
{
    /// <summary>Writes beside the file and moves it into place, so that a reader sees the old text or the new.</summary>
    public static void Write(string path, string text)
    {
        var beside = $"{path}.{RandomText.Hex(8)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(beside, options))
            writer.Write(text);
        File.Move(beside, path, overwrite: true);
    }
}
