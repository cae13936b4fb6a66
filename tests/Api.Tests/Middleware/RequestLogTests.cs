using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Middleware;

public sealed class RequestLogTests : ILogger<RequestLog>
{
    private readonly List<string> _lines = [];

    [Theory]
    [InlineData(null)]
    [InlineData("assets/{key}")]
    public async Task An_error_page_is_logged_with_the_route_that_was_requested(string? asked)
    {
        var context = Context();
        context.Features.Set(new HtmlErrorPages.FailedRequest(404, IsElsewhere: true, asked));

        await Log(context);

        _lines.Should().BeEquivalentTo(asked is null ? [] : new[] { $"GET {asked} 404" });
    }

    [Fact]
    public async Task A_link_is_written_as_its_route()
    {
        await Log(Context());

        _lines.Should().Equal("GET connect/{token} 404");
    }

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _lines.Add(formatter(state, exception).Split(" in ")[0]);

    private static DefaultHttpContext Context()
    {
        var context = new DefaultHttpContext { Request = { Method = "GET", Path = "/connect/-" }, Response = { StatusCode = 404 } };
        context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("connect/{token}"), 0, null, null));
        return context;
    }

    private async Task Log(HttpContext context) => await new RequestLog(_ => Task.CompletedTask, new FakeClock(), this).Invoke(context);
}
