namespace Countersign.Storage;

/// <summary>One process a data folder: a lock that the system lets go of when the process ends, however it ends.</summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <exception cref="InvalidOperationException">Another process holds it.</exception>
    public static DataLock Take(string path)
    {
        try
        {
            return new DataLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new InvalidOperationException($"Another process uses {path}. Stop it, or set Storage:Directory to another folder.");
        }
    }

    public void Dispose() => _file.Dispose();
}
