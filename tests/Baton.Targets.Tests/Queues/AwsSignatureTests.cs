using System.Globalization;
using System.Text;
using Baton.Targets.Queues.Sqs;

namespace Baton.Targets.Tests.Queues;

/// <summary>The facts of the published test suite for Signature Version 4: what is signed, and the signature wanted.</summary>
public sealed class AwsSignatureTests
{
    private const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("get-vanilla", "GET", "/", "", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData(
        "post-vanilla",
        "POST",
        "/",
        "",
        "",
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
    )]
    [InlineData("get-utf8", "GET", "/ሴ", "", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData(
        "get-unreserved",
        "GET",
        "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "",
        "",
        "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
    )]
    [InlineData(
        "get-space",
        "GET",
        "/example space/",
        "",
        "",
        "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"
    )]
    [InlineData(
        "get-header-value-trim",
        "GET",
        "/",
        "My-Header1: value1\nMy-Header2: \"a   b   c\"",
        "",
        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
    )]
    [InlineData(
        "get-header-key-duplicate",
        "GET",
        "/",
        "My-Header1:value2\nMy-Header1:value2\nMy-Header1:value1",
        "",
        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"
    )]
    [InlineData(
        "get-header-value-order",
        "GET",
        "/",
        "My-Header1:value4\nMy-Header1:value1\nMy-Header1:value3\nMy-Header1:value2",
        "",
        "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"
    )]
    [InlineData(
        "post-header-key-sort",
        "POST",
        "/",
        "My-Header1:value1",
        "",
        "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"
    )]
    [InlineData(
        "post-header-value-case",
        "POST",
        "/",
        "My-Header1:VALUE1",
        "",
        "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"
    )]
    [InlineData(
        "post-x-www-form-urlencoded",
        "POST",
        "/",
        "Content-Type:application/x-www-form-urlencoded\nContent-Length:13\nx-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e",
        "Param1=value1",
        "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b"
    )]
    [InlineData(
        "post-x-www-form-urlencoded-parameters",
        "POST",
        "/",
        "Content-Type:application/x-www-form-urlencoded; charset=utf-8\nContent-Length:13\nx-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e",
        "Param1=value1",
        "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422"
    )]
    [InlineData(
        "get-vanilla-with-session-token",
        "GET",
        "/",
        "X-Amz-Security-Token:6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267",
        "",
        "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"
    )]
    [InlineData(
        "post-sts-header-before",
        "POST",
        "/",
        "X-Amz-Security-Token:" + Token,
        "",
        "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
    )]
    public void Signatures_are_those_of_the_published_vectors(
        string vector,
        string method,
        string path,
        string headers,
        string body,
        string signature
    )
    {
        AwsRequest request = new(
            method,
            path,
            [
                new AwsHeader("Host", "example.amazonaws.com"),
                new AwsHeader(
                    "X-Amz-Date",
                    Time.UtcDateTime.ToString(AwsSignature.TimeFormat, CultureInfo.InvariantCulture)
                ),
                .. headers
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => line.Split(':', 2))
                    .Select(parts => new AwsHeader(parts[0], parts[1])),
            ],
            Encoding.UTF8.GetBytes(body)
        );

        string authorization = AwsSignature.Authorize(
            request,
            new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Token),
            new AwsScope("us-east-1", "service"),
            Time
        );

        authorization.ShouldStartWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders="
        );
        authorization.ShouldEndWith($"Signature={signature}", Case.Sensitive, vector);
    }

    [Fact]
    public void Credentials_never_show_their_secrets() =>
        new AwsCredentials("KEY", "very-secret", "very-token").ToString().ShouldNotContain("very");
}
