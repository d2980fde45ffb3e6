using Baton.Cli;

return args is ["--version"]
    ? BatonTool.WriteVersion(Console.Out)
    : await BatonTool.RunAsync(args, ToolSession.FromProcess());
