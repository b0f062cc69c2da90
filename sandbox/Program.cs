using Countersign.Sandbox;

if (args.Contains("--help"))
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

var (options, problem) = CommandLine.Read(args);
if (options is null)
{
    await Console.Error.WriteLineAsync(problem);
    await Console.Error.WriteLineAsync(CommandLine.Usage);
    return 2;
}

try
{
    await using var sandbox = await SandboxHost.StartAsync(options, CancellationToken.None);
    Console.WriteLine("sandbox ready");
    await sandbox.WaitForShutdownAsync(CancellationToken.None);
    return 0;
}
catch (IOException taken)
{
    await Console.Error.WriteLineAsync($"The sandbox cannot listen: {taken.Message}");
    return 1;
}
