namespace Countersign.Scripts;

/// <summary>What the tests need beyond the .NET SDK that runs this: Node 20 and its packages, and on Linux strace. See also <see cref="Chromium"/>.</summary>
public static class Prerequisites
{
    public static async Task EnsureAsync()
    {
        await NodeAsync();
        await StraceAsync();
        await Npm.EnsureAsync(Repository.PathOf("tests", "Fidelity", "clients"), "the vendors' clients");
        await Npm.EnsureAsync(Repository.PathOf("tests", "Browser", "axe"), "the accessibility rules");
    }

    /// <summary>It shows the order of write, sync and acknowledgement; where it is missing that test says so.</summary>
    private static async Task StraceAsync()
    {
        if (!OperatingSystem.IsLinux() || await Packages.RunsAsync("strace", ["--version"])) return;
        Console.WriteLine("Installing strace …");
        if (!await Packages.InstallAsync("strace")) Console.WriteLine("strace could not be installed. Install it by hand: the tests of Workflows/Durability need it.");
    }

    public static async Task NodeAsync()
    {
        var version = "";
        try
        {
            await using var node = Child.Start("node", ["--version"], line: text => version = text);
            await node.WaitAsync();
        }
        catch (System.ComponentModel.Win32Exception)
        {
        }

        if (!version.StartsWith('v') || !int.TryParse(version[1..].Split('.')[0], out var major) || major < 20)
        {
            throw new ScriptException("Node 20 or later is needed for the web app and the vendors' own clients. Install it from your system's packages or nodejs.org, then run this again.");
        }
    }
}
