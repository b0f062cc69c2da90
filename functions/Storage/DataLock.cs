namespace Countersign.Storage;

/// <summary>One process a data folder: a lock that the system lets go of when the process ends, however it ends.</summary>
internal sealed class DataLock : IDisposable
{
    private const int LockedOnLinux = 11;
    private const int LockedOnMac = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <exception cref="InvalidOperationException">Another process holds it, or it cannot be written.</exception>
    public static DataLock Take(string path)
    {
        try
        {
            return new DataLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e.HResult is LockedOnLinux or LockedOnMac or LockedOnWindows)
        {
            throw new InvalidOperationException($"Another process uses {path}. Stop it, or set Storage:Directory to another folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, e.Message);
        }
    }

    public static InvalidOperationException CannotWrite(string path, string why) =>
        new($"{path} cannot be written: {why} Check the disk's space, that it is not read-only, and whose the folder is; or set Storage:Directory to another folder.");

    public void Dispose() => _file.Dispose();
}
