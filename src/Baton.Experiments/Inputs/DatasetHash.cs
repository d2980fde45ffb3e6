using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Experiments.Inputs;

/// <summary>SHA-256 over entries in their order; the same entries give the same hash from any kind of file.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class DatasetHash : IDisposable
{
    private const int BlockSize = 32 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _block = new(BlockSize * 2);
    private readonly Utf8JsonWriter _writer;

    /// <summary>Begins with no entry.</summary>
    public DatasetHash() =>
        _writer = new Utf8JsonWriter(
            _block,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }
        );

    /// <summary>Adds the next entry.</summary>
    public void Add(ExperimentInput input)
    {
        Write(input);
        _writer.Flush();
        _writer.Reset();
        _block.Write("\n"u8);
        if (_block.WrittenCount >= BlockSize)
        {
            Flush();
        }
    }

    /// <summary>Ends the hash: lower-case hexadecimal.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _hash.Dispose();
    }

    private void Flush()
    {
        _hash.AppendData(_block.WrittenSpan);
        _block.ResetWrittenCount();
    }

    private void Write(ExperimentInput input)
    {
        _writer.WriteStartObject();
        _writer.WriteString("id"u8, input.Id);
        _writer.WriteString("input"u8, input.Text);
        if (input.Persona is not null)
        {
            _writer.WriteString("persona"u8, input.Persona);
        }

        if (input.Expected is not null)
        {
            _writer.WritePropertyName("expected"u8);
            input.Expected.WriteTo(_writer);
        }

        if (input.Metadata is not null)
        {
            _writer.WritePropertyName("metadata"u8);
            input.Metadata.WriteTo(_writer);
        }

        if (input.Scenario is not null)
        {
            _writer.WriteString("scenario"u8, input.Scenario);
        }

        if (input.Notes is not null)
        {
            _writer.WritePropertyName("notes"u8);
            input.Notes.WriteTo(_writer);
        }

        if (input.Turns.Count > 0 || !input.SimulateAfterTurns || input.Approvals.Count > 0 || input.Expect is not null)
        {
            WriteScript(input);
        }

        _writer.WriteEndObject();
    }

    private void WriteScript(ExperimentInput input)
    {
        _writer.WriteBoolean("simulate"u8, input.SimulateAfterTurns);
        WriteExpectation(input.Expect);
        _writer.WriteStartArray("turns"u8);
        foreach (ScriptedTurn turn in input.Turns)
        {
            _writer.WriteStartObject();
            _writer.WriteString("user"u8, turn.Text);
            WriteExpectation(turn.Expect);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
        _writer.WriteStartArray("approvals"u8);
        foreach (ScriptedApproval approval in input.Approvals)
        {
            _writer.WriteStartObject();
            _writer.WriteNumber("turn"u8, approval.Turn ?? 0);
            _writer.WriteString("tool"u8, approval.Tool);
            _writer.WriteString("decision"u8, approval.Decision.ToString());
            _writer.WriteString("arguments"u8, approval.Arguments?.ToJsonString());
            _writer.WriteString("reason"u8, approval.Reason);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
    }

    private void WriteExpectation(TurnExpectation? expect)
    {
        if (expect is null)
        {
            return;
        }

        _writer.WriteStartObject("expect"u8);
        WriteTexts("contains"u8, expect.Contains);
        WriteTexts("not_contains"u8, expect.NotContains);
        WriteTexts("tool_called"u8, expect.ToolCalled);
        _writer.WriteString("equals"u8, expect.EqualTo);
        if (expect.Regex.Count > 1)
        {
            WriteTexts("regex"u8, expect.Regex);
        }
        else
        {
            _writer.WriteString("regex"u8, expect.Regex.Count == 0 ? null : expect.Regex[0]);
        }

        _writer.WriteEndObject();
    }

    private void WriteTexts(ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        _writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            _writer.WriteStringValue(text);
        }

        _writer.WriteEndArray();
    }
}
