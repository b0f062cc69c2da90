using Countersign.Sandbox;

var (options, problem) = CommandLine.Read(args);
if (options is null)
{
    await Console.Error.WriteLineAsync(problem);
    await Console.Error.WriteLineAsync(CommandLine.Usage);
    return 2;
}

await using var sandbox = await SandboxHost.StartAsync(options, CancellationToken.None);
Console.WriteLine("sandbox ready");
await sandbox.WaitForShutdownAsync(CancellationToken.None);
return 0;
