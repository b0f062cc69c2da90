using System.Runtime.InteropServices;

namespace Countersign.Tests.Workflows.Durability;

/// <summary>
/// A disk that refuses, for files under one folder: SQLite's calls of the system are replaced by SQLite's own means, so that what it meets is what a full
/// or read-only disk answers, and for root as for anybody.
/// </summary>
internal static class FaultyDisk
{
    private const int NoSpace = 28;
    private const int InputOutput = 5;
    private const int ReadOnlyFileSystem = 30;
    private const int WriteAccess = 3;
    private const int PointerToSetSystemCall = 144;

    private static readonly Lock s_lock = new();
    private static readonly WriteAt s_writeAt = WriteAtOrRefuse;
    private static readonly WriteHere s_write = WriteOrRefuse;
    private static readonly OpenFile s_open = OpenOrRefuse;
    private static volatile string? s_folder;
    private static volatile int s_refusal;
    private static bool s_installed;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint WriteAt(int file, nint bytes, nint count, long offset);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint WriteHere(int file, nint bytes, nint count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetSystemCall(nint vfs, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, nint replacement);

    /// <summary>No file grows any more. What is there can be overwritten, as on a real full disk.</summary>
    public static IDisposable Full(string folder) => Refuse(folder, NoSpace);

    /// <summary>No write succeeds any more.</summary>
    public static IDisposable Broken(string folder) => Refuse(folder, InputOutput);

    /// <summary>No file can be opened for writing.</summary>
    public static IDisposable ReadOnly(string folder) => Refuse(folder, ReadOnlyFileSystem);

    private static Healed Refuse(string folder, int refusal)
    {
        lock (s_lock)
        {
            Install();
            Assert.Null(s_folder);
            s_refusal = refusal;
            s_folder = folder;
            return new Healed();
        }
    }

    private static void Install()
    {
        if (s_installed)
            return;
        SQLitePCL.Batteries_V2.Init();
        var vfs = Native.FindVfs(null);
        var set = Marshal.GetDelegateForFunctionPointer<SetSystemCall>(Marshal.ReadIntPtr(vfs, PointerToSetSystemCall));
        // Which of the three it writes with depends on how it was built.
        Assert.Equal(0, set(vfs, "pwrite64", Marshal.GetFunctionPointerForDelegate(s_writeAt)));
        Assert.Equal(0, set(vfs, "pwrite", Marshal.GetFunctionPointerForDelegate(s_writeAt)));
        Assert.Equal(0, set(vfs, "write", Marshal.GetFunctionPointerForDelegate(s_write)));
        Assert.Equal(0, set(vfs, "open", Marshal.GetFunctionPointerForDelegate(s_open)));
        s_installed = true;
    }

    private static nint WriteAtOrRefuse(int file, nint bytes, nint count, long offset)
        => Refuses(file, offset + count) ? -1 : Native.WriteAt(file, bytes, count, offset);

    private static nint WriteOrRefuse(int file, nint bytes, nint count)
        => Refuses(file, long.MaxValue) ? -1 : Native.Write(file, bytes, count);

    private static int OpenOrRefuse(string path, int flags, int mode)
    {
        if (s_folder is not { } folder || s_refusal != ReadOnlyFileSystem || (flags & WriteAccess) == 0 || !path.StartsWith(folder, StringComparison.Ordinal))
            return Native.Open(path, flags, mode);
        Marshal.SetLastSystemError(ReadOnlyFileSystem);
        return -1;
    }

    private static bool Refuses(int file, long end)
    {
        if (s_folder is not { } folder || s_refusal == ReadOnlyFileSystem)
            return false;
        var path = File.ResolveLinkTarget($"/proc/self/fd/{file}", returnFinalTarget: false)?.FullName ?? "";
        if (!path.StartsWith(folder, StringComparison.Ordinal) || (s_refusal == NoSpace && new FileInfo(path).Length >= end))
            return false;
        Marshal.SetLastSystemError(s_refusal);
        return true;
    }

    private sealed class Healed : IDisposable
    {
        public void Dispose() => s_folder = null;
    }

    private static class Native
    {
        [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
        public static extern nint FindVfs([MarshalAs(UnmanagedType.LPUTF8Str)] string? name);

        [DllImport("libc", EntryPoint = "pwrite64", SetLastError = false)]
        public static extern nint WriteAt(int file, nint bytes, nint count, long offset);

        [DllImport("libc", EntryPoint = "write", SetLastError = false)]
        public static extern nint Write(int file, nint bytes, nint count);

        [DllImport("libc", EntryPoint = "open", SetLastError = false)]
        public static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
    }
}
