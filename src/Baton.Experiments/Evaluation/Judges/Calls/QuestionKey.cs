using System.Security.Cryptography;
using System.Text.Json;
using Baton.Experiments.Models;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Evaluation.Judges.Calls;

/// <summary>The name of a question: the same for questions that are the same in everything a model's answer depends on.</summary>
internal static class QuestionKey
{
    /// <summary>SHA-256 in lower-case hexadecimal over model, server, sampling, form, messages and the number of the sample.</summary>
    /// <param name="voice">Who is asked.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="form">The form of the answer.</param>
    /// <param name="sample">Which repetition of the question, from 0.</param>
    public static string Of(ModelVoice voice, ModelQuestion question, string form, int sample)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartArray();
            json.WriteStringValue(voice.Model.ToString());
            json.WriteStringValue(voice.Server);
            json.WriteStringValue(voice.Sampling);
            json.WriteStringValue($"{question.Seed}");
            json.WriteStringValue(form);
            json.WriteNumberValue(sample);
            foreach (ChatMessage message in question.Messages)
            {
                json.WriteStringValue(message.Role.Value);
                json.WriteStringValue(message.Text);
            }

            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }
}
