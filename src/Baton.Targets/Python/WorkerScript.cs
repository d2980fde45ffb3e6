using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Baton.Targets.Python;

/// <summary>The worker's Python source, shipped inside this assembly and handed over through the channel.</summary>
/// <remarks>Nothing is written to a disk: there is no file to collide on, to tamper with or to leave behind.</remarks>
internal static class WorkerScript
{
    private const string Package = "baton_worker";
    private const string Prefix = "Python.Worker.";

    private static readonly Lazy<byte[]> Line = new(ReadModules);
    private static readonly Lazy<string> Start = new(() => Read(Prefix + "bootstrap.py"));

    /// <summary>The program for <c>python -c</c>; reads <see cref="Modules"/> as its first line.</summary>
    public static string Bootstrap => Start.Value;

    /// <summary>All modules as one line of JSON: dotted name → source.</summary>
    public static ReadOnlyMemory<byte> Modules => Line.Value;

    private static byte[] ReadModules()
    {
        Dictionary<string, string> sources = new(StringComparer.Ordinal);
        foreach (string resource in typeof(WorkerScript).Assembly.GetManifestResourceNames())
        {
            string start = $"{Prefix}{Package}/";
            if (resource.StartsWith(start, StringComparison.Ordinal))
            {
                string file = Path.GetFileNameWithoutExtension(resource[start.Length..]);
                sources[file is "__init__" ? Package : $"{Package}.{file}"] = Read(resource);
            }
        }

        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line))
        {
            writer.WriteStartObject();
            foreach ((string name, string source) in sources)
            {
                writer.WriteString(name, source);
            }

            writer.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    private static string Read(string resource)
    {
        Assembly assembly = typeof(WorkerScript).Assembly;
        using Stream stream =
            assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly holds no `{resource}`.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
