using Baton.Samples.Topologies;

switch (args)
{
    case ["research"]:
        await Research.RunAsync();
        return 0;
    case ["stream"]:
        await Following.RunAsync();
        return 0;
    case ["resume"]:
        await Resuming.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: dotnet run --project samples/topologies/csharp -- research | stream | resume");
        return 2;
}
