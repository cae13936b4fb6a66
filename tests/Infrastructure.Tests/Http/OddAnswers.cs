namespace PilotPairing.Infrastructure.Tests.Http;

/// <summary>What a broken or hostile server writes on its socket.</summary>
internal static class OddAnswers
{
    public static TheoryData<string> All =>
    [
        "HTTP/1.1 200 OK\nX Powered By : x\nContent-Length: 2\n\n{}",
        "HTTP/1.1 200 OK\n" + string.Concat(Enumerable.Range(0, 20)
            .Select(index => $"X-Filler-{index}: {new string('x', 1000)}\n")) + "Content-Length: 2\n\n{}",
        $"HTTP/1.1 200 OK\nX-Filler: {new string('x', 40_000)}\nContent-Length: 2\n\n{{}}",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n{}\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nFFFFFFFFFFFFFFFF\n{}\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\n{}",
        "HTTP/1.1 200 OK\nContent-Length: 500\n\n{}",
        "HTTP/1.1 200 OK\nContent-Length: -1\n\n{}",
        "HTTP/1.1 200 OK\nContent-Length: 99999999999999999999\n\n{}",
        "HTTP/1.1 200 OK\nContent-Type: ;;;\nContent-Encoding: gzip\nContent-Length: 2\n\n{}",
        "HTTP/1.1 200 OK\nRetry-After: 99999999999999999999\nDate: yesterday\nContent-Length: 2\n\n{}",
        "HTTP/1.1 999 Odd\nContent-Length: 2\n\n{}",
        "HTTP/1.1 302 Found\nLocation: http://[\nContent-Length: 0\n\n",
        "HTTP/1.1 429 Slow\nRetry-After: -5\nX-Business-Use-Case-Usage: {\"\\ud800\":[{\"estimated_time_to_regain_access\":2147483647}]}\nContent-Length: 2\n\n{}",
        "HTTP/1.1 400 Bad Request\nContent-Length: 37\n\n{\"response\":{\"message\":[\"\\ud800 no\"]}}",
        "HTTP/1.1 403 Forbidden\nContent-Length: 37\n\n{\"response\":{\"message\":[\"\\ud800 no\"]}}",
        "HTTP/1.1 404 Not Found\nContent-Length: 37\n\n{\"response\":{\"message\":[\"\\ud800 no\"]}}",
        "HTTP/1.1 200 OK\nContent-Length: 41\n\n{\"\\ud800\":1,\"instance\":{\"state\":\"open\"}} ",
        "HTTP/1.1 400 Bad Request\nContent-Length: 40\n\n{\"error\":{\"message\":\"\\ud800\",\"code\":100}}",
        "HTTP/0.9 what\n\n",
        "not HTTP at all\n\n",
        "",
    ];
}
