using System.Reflection;

namespace Baton.Targets.DotNet;

/// <summary>An agent's assembly in a load context of its own, and the method in it.</summary>
internal sealed class LoadedAgent
{
    private readonly AgentLoadContext _context;

    private LoadedAgent(AgentLoadContext context, AgentMethod method)
    {
        _context = context;
        Method = method;
    }

    /// <summary>The method.</summary>
    public AgentMethod Method { get; }

    /// <summary>Loads the assembly and finds the method.</summary>
    /// <param name="path">The assembly, absolute.</param>
    /// <param name="method">The method.</param>
    /// <exception cref="DotNetLoadException">Either is missing or cannot be used.</exception>
    public static LoadedAgent Load(string path, DotNetMethod method)
    {
        AssemblyFile.Check(path);
        AgentLoadContext context = Open(path);
        try
        {
            return new LoadedAgent(context, MethodLookup.Find(LoadAssembly(context, path), method));
        }
        catch
        {
            context.Unload();
            throw;
        }
    }

    /// <summary>Lets the assembly go, once none of its code runs any more.</summary>
    public void Unload() => _context.Unload();

    private static AgentLoadContext Open(string path)
    {
        try
        {
            return new AgentLoadContext(path);
        }
        catch (InvalidOperationException broken)
        {
            // The resolver says so of a `deps.json` it cannot read.
            throw new DotNetLoadException(
                $"the dependencies of `{path}` cannot be read: {broken.Message}; build the project anew",
                broken
            );
        }
    }

    private static Assembly LoadAssembly(AgentLoadContext context, string path)
    {
        try
        {
            return context.LoadFromAssemblyPath(path);
        }
        catch (Exception broken) when (broken is IOException or BadImageFormatException)
        {
            throw new DotNetLoadException($"`{path}` cannot be loaded: {broken.Message}", broken);
        }
    }
}
