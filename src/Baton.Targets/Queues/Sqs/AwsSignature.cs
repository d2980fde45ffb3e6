using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Targets.Queues.Sqs;

/// <summary>Signs requests to AWS services as Signature Version 4 wants it. For requests without a query.</summary>
internal static class AwsSignature
{
    /// <summary>How the time of a request is written into its header <c>X-Amz-Date</c>.</summary>
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private const string Algorithm = "AWS4-HMAC-SHA256";

    private static readonly SearchValues<byte> PlainInPath = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"u8
    );

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    /// <param name="request">The request; every header in it is signed.</param>
    /// <param name="credentials">Who asks.</param>
    /// <param name="scope">What is asked.</param>
    /// <param name="now">The time, the same as in <c>X-Amz-Date</c>.</param>
    public static string Authorize(AwsRequest request, AwsCredentials credentials, AwsScope scope, DateTimeOffset now)
    {
        string day = now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        string place = $"{day}/{scope.Region}/{scope.Service}/aws4_request";
        (string canonical, string signedHeaders) = Canonical(request);
        string toSign =
            $"{Algorithm}\n{now.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}\n{place}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + credentials.Secret);
        foreach (string part in (string[])[day, scope.Region, scope.Service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        return $"{Algorithm} Credential={credentials.KeyId}/{place}, SignedHeaders={signedHeaders}, Signature={signature}";
    }

    private static (string Request, string SignedHeaders) Canonical(AwsRequest request)
    {
        var headers = request
            .Headers.GroupBy(static header => header.Name.ToLowerInvariant(), StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .ToList();
        string names = string.Join(';', headers.Select(static group => group.Key));
        StringBuilder text = new();
        text.Append(request.Method).Append('\n');
        AppendPath(text, request.Path);
        text.Append("\n\n");
        foreach (IGrouping<string, AwsHeader> group in headers)
        {
            text.Append(group.Key)
                .Append(':')
                .AppendJoin(',', group.Select(static header => Trimmed(header.Value)))
                .Append('\n');
        }

        text.Append('\n').Append(names).Append('\n').Append(Hash(request.Body.Span));
        return (text.ToString(), names);
    }

    private static void AppendPath(StringBuilder text, string path)
    {
        foreach (byte octet in Encoding.UTF8.GetBytes(path.Length == 0 ? "/" : path))
        {
            if (PlainInPath.Contains(octet))
            {
                text.Append((char)octet);
            }
            else
            {
                text.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
            }
        }
    }

    private static string Trimmed(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>A request to be signed.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path as sent.</param>
/// <param name="Headers">The headers to be signed, <c>Host</c> and <c>X-Amz-Date</c> among them.</param>
/// <param name="Body">Its body.</param>
internal sealed record AwsRequest(
    string Method,
    string Path,
    IReadOnlyList<AwsHeader> Headers,
    ReadOnlyMemory<byte> Body
);

/// <summary>A header to be signed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct AwsHeader(string Name, string Value);

/// <summary>What a signature is good for.</summary>
/// <param name="Region">The region, for example <c>eu-west-1</c>.</param>
/// <param name="Service">The service, for example <c>sqs</c>.</param>
internal sealed record AwsScope(string Region, string Service);
