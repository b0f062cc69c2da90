namespace Countersign.Scripts;

/// <summary>Packages of the system, where it is one of Debian's kind and we may install.</summary>
internal static class Packages
{
    /// <returns>Whether it was installed.</returns>
    public static async Task<bool> InstallAsync(string name)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/apt-get")) return false;
        string[] asRoot = Environment.IsPrivilegedProcess ? ["env"] : ["sudo", "-n", "env"];
        string[] apt = [.. asRoot, "DEBIAN_FRONTEND=noninteractive", "apt-get"];
        return await RunsAsync(apt[0], [.. apt[1..], "update", "-qq"]) && await RunsAsync(apt[0], [.. apt[1..], "install", "-y", "-qq", name]);
    }

    /// <summary>False as well when it is not there, or not for us to run.</summary>
    public static async Task<bool> RunsAsync(string file, string[] arguments)
    {
        try
        {
            await using var child = Child.Start(file, arguments);
            return await child.WaitAsync() == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
