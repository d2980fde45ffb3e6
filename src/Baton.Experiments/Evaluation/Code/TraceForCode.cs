using System.Text.Json;
using Baton.Experiments.Conversations;
using Baton.Experiments.Evaluation.Rules;

namespace Baton.Experiments.Evaluation.Code;

/// <summary>A trace as code outside Baton gets it: as <c>traces.jsonl</c> has it, and <c>expected</c>, which may be null.</summary>
internal static class TraceForCode
{
    public static JsonElement Of(EvaluatedTrace trace)
    {
        JsonElement document = new TraceView(trace).Document;
        return JsonText.Object(json =>
        {
            foreach (JsonProperty member in document.EnumerateObject())
            {
                member.WriteTo(json);
            }

            json.WritePropertyName("expected"u8);
            if (trace.Expected is null)
            {
                json.WriteNullValue();
            }
            else
            {
                trace.Expected.WriteTo(json);
            }
        });
    }
}
