using System.Text.Json.Nodes;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Folders as a configuration in <c>baton/configs</c> names them.</summary>
internal static class BatonFolder
{
    /// <summary>The folder in the repository that holds everything of Baton's.</summary>
    public const string Project = "baton";

    /// <summary>The file for an adapter in Python, without ending.</summary>
    public const string Adapter = "baton_adapter";

    /// <summary>A folder of the repository, seen from the project folder.</summary>
    public static string From(string folder) => folder.Length == 0 ? ".." : $"../{folder}";

    /// <summary>Writes where a Python module is found: working directory, and search path where the two differ.</summary>
    public static void WritePython(JsonObject runner, RepositoryFacts facts, CodeFacts file, PythonModule module)
    {
        string project = facts.ProjectFolderOf(file);
        if (!(module.Folder + "/").StartsWith(project.Length == 0 ? "" : project + "/", StringComparison.Ordinal))
        {
            project = module.Folder;
        }

        runner["working_directory"] = From(project);
        if (module.Folder != project)
        {
            runner["python_path"] = new JsonArray(Paths.Below(module.Folder, project));
        }
    }

    /// <summary>Adds the guards every proposal has, so that a first run ends.</summary>
    public static void WriteGuards(JsonObject runner) =>
        runner["guards"] = new JsonObject { ["max_duration"] = "120s" };
}
