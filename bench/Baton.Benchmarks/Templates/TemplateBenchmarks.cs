using System.Buffers;
using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Templates;
using BenchmarkDotNet.Attributes;

namespace Baton.Benchmarks.Templates;

/// <summary>The body of a request, made from a template or written by hand.</summary>
[Config(typeof(ShortRuns))]
public class TemplateBenchmarks : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly ConversationContext _context = new()
    {
        RunId = "trace_000001",
        Persona = new PersonaContext("calm", "You are calm."),
    };

    private readonly Turn _turn = new() { Input = "how are you? 12345" };
    private readonly Template _template = Template.ParseJson(
        """{"message": "$.input", "user": {"name": "{{ persona.name }}"}, "note": "run {{ run_id }}, turn {{ turn }}"}"""
    );

    private Utf8JsonWriter? _writer;

    [GlobalSetup]
    public void Open() => _writer = new Utf8JsonWriter(_buffer);

    [Benchmark(Baseline = true, Description = "Utf8JsonWriter")]
    public int WrittenByHand()
    {
        Utf8JsonWriter writer = Begin();
        writer.WriteStartObject();
        writer.WriteString("message"u8, _turn.Input);
        writer.WriteStartObject("user"u8);
        writer.WriteString("name"u8, _context.Persona!.Name);
        writer.WriteEndObject();
        writer.WriteString("note"u8, $"run {_context.RunId}, turn {_turn.Number}");
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenCount;
    }

    [Benchmark(Description = "Baton's template")]
    public int MadeFromTemplate()
    {
        Utf8JsonWriter writer = Begin();
        _template.Write(writer, TemplateScope.From(_context, _turn));
        writer.Flush();
        return _buffer.WrittenCount;
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _writer?.Dispose();
        GC.SuppressFinalize(this);
    }

    private Utf8JsonWriter Begin()
    {
        _buffer.ResetWrittenCount();
        _writer!.Reset();
        return _writer;
    }
}
