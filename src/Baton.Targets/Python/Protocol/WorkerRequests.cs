using System.Text.Json;
using Baton.Agents;
using Baton.Targets.Steps;

namespace Baton.Targets.Python.Protocol;

/// <summary>The messages Baton sends, see <c>docs/formats/python-worker.md</c>.</summary>
internal static class WorkerRequests
{
    /// <summary>The protocol's version; a worker that speaks another one is refused.</summary>
    public const int Version = 1;

    /// <summary>How many events of one call may be on their way before Baton has taken them in.</summary>
    public const int Window = 64;

    /// <summary>Tells the worker what it is there for.</summary>
    public static void SendInit(this WorkerOutbox outbox, PythonLaunch launch) =>
        outbox.Add(
            "init",
            launch,
            static (writer, launch) =>
            {
                writer.WriteString("module"u8, launch.Callable.Module);
                writer.WriteString("attribute"u8, launch.Callable.Attribute);
                WriteFactory(writer, launch);
                WriteStep(writer, launch.Step);
                writer.WriteString("stream_output_path"u8, launch.StreamOutputPath);
                if (launch.Stream is not null)
                {
                    writer.WriteBoolean("stream_items"u8, true);
                }

                WriteList(writer, "input_members", launch.InputMembers);
                if (launch.Replay is { } replay)
                {
                    writer.WritePropertyName("replay"u8);
                    replay.Write(writer);
                }

                writer.WriteNumber("threads"u8, launch.Threads);
                writer.WriteNumber("window"u8, Window);
                WriteList(writer, "paths", launch.SearchPath);
            }
        );

    /// <summary>Lets the worker gather messages in the buffer it offered.</summary>
    public static void SendBuffer(this WorkerOutbox outbox) => outbox.Add("buffer", 0, static (_, _) => { });

    /// <summary>Begins a call.</summary>
    public static void SendCall(this WorkerOutbox outbox, long call, CallRequest request) =>
        outbox.Add(
            "call",
            (call, request),
            static (writer, state) =>
            {
                writer.WriteNumber("run"u8, state.call);
                state.request.Write(writer);
            }
        );

    /// <summary>Stops a call.</summary>
    public static void SendCancel(this WorkerOutbox outbox, long call) =>
        outbox.Add("cancel", call, static (writer, call) => writer.WriteNumber("run"u8, call));

    /// <summary>Allows a call to send that many more events.</summary>
    public static void SendAck(this WorkerOutbox outbox, long call, int events) =>
        outbox.Add(
            "ack",
            (call, events),
            static (writer, state) =>
            {
                writer.WriteNumber("run"u8, state.call);
                writer.WriteNumber("events"u8, state.events);
            }
        );

    /// <summary>Answers a request for approval.</summary>
    public static void SendApproval(this WorkerOutbox outbox, long call, string toolCall, ToolApproval approval) =>
        outbox.Add(
            "approval",
            (call, toolCall, approval),
            static (writer, state) =>
            {
                writer.WriteNumber("run"u8, state.call);
                writer.WriteString("call"u8, state.toolCall);
                writer.WriteBoolean("approved"u8, state.approval.Approved);
                writer.WriteString("reason"u8, state.approval.Reason);
                if (state.approval.Arguments is { } arguments)
                {
                    writer.WritePropertyName("arguments"u8);
                    arguments.WriteTo(writer);
                }
            }
        );

    /// <summary>Lets the worker forget a conversation.</summary>
    public static void SendConversationEnd(this WorkerOutbox outbox, long conversation) =>
        outbox.Add("end", conversation, static (writer, number) => writer.WriteNumber("conversation"u8, number));

    /// <summary>Asks the worker to end by itself.</summary>
    public static void SendShutdown(this WorkerOutbox outbox) => outbox.Add("shutdown", 0, static (_, _) => { });

    private static void WriteFactory(Utf8JsonWriter writer, PythonLaunch launch)
    {
        if (launch.Factory is not { } factory)
        {
            return;
        }

        writer.WriteStartObject("factory"u8);
        writer.WriteString("module"u8, factory.Module);
        writer.WriteString("attribute"u8, factory.Attribute);
        writer.WritePropertyName("kwargs"u8);
        (launch.FactoryKwargs ?? []).WriteTo(writer);
        writer.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter writer, StepOptions? step)
    {
        if (step is null)
        {
            return;
        }

        writer.WriteStartObject("step"u8);
        writer.WriteNumber("max_steps"u8, step.MaxSteps);
        writer.WriteString("done_path"u8, step.DonePath.Text);
        writer.WriteString("output_path"u8, step.OutputPath?.Text);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
