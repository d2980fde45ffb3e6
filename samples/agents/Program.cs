using Baton.Samples.Agents;

Dictionary<string, Func<Task>> samples = new(StringComparer.Ordinal)
{
    ["basic"] = BasicUsage.RunAsync,
    ["config"] = Configuration.RunAsync,
    ["context"] = Context.RunAsync,
    ["result"] = Results.RunAsync,
    ["status"] = Statuses.RunAsync,
    ["stream"] = Streaming.RunAsync,
    ["events"] = Events.RunAsync,
    ["conversation"] = Conversation.RunAsync,
    ["parallel"] = ParallelRuns.RunAsync,
    ["errors"] = Errors.RunAsync,
    ["tools"] = ToolUse.RunAsync,
    ["teams"] = Teams.RunAsync,
    ["approvals"] = Approvals.RunAsync,
    ["typed"] = TypedAnswers.RunAsync,
    ["guards"] = Guards.RunAsync,
};

if (args is [string name] && samples.TryGetValue(name, out Func<Task>? run))
{
    await run();
    return 0;
}

switch (args)
{
    case ["pause", var file]:
        await Approvals.PauseAsync(file);
        return 0;
    case ["resume", var file]:
        await Approvals.ResumeAsync(file);
        return 0;
}

await Console.Error.WriteLineAsync($"usage: dotnet run --project samples/agents -- {string.Join(" | ", samples.Keys)} | pause FILE | resume FILE");
return 2;
