using System.Net;
using Chasqui.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Chasqui.Accounts;

public sealed class SignInTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Password = "una frase que nadie adivina";

    private const string HashSql = "SELECT password_hash FROM app_user WHERE business_unit_id = @unit AND id = @id";
    private const string SetHashSql = "UPDATE app_user SET password_hash = @hash WHERE business_unit_id = @unit AND id = @id";
    private const string DisableSql = "UPDATE app_user SET enabled = false WHERE business_unit_id = @unit AND id = @id";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_in_opens_the_door_and_signing_out_closes_it()
    {
        var user = await server.CreateUserAsync(DefaultRoles.Supervisor, server.BusinessUnit, Password, CancellationToken);
        var response = await SignInAsync($"  {user.Email.ToUpperInvariant()} ", Password);
        var session = await response.ShouldBeAsync<Session>(HttpStatusCode.OK, CancellationToken);
        session.User.ShouldBe(new SessionUser(user.Id, user.Name, user.Email, "en"));
        session.BusinessUnit.Country.ShouldBe("UY");
        session.Permissions.ShouldContain(Permission.SuperviseAgents);

        var cookie = Cookie(response, "chasqui");
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
        var client = server.Client();
        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        (await client.ReadAsync<Session>("/api/v1/session", CancellationToken)).User.Id.ShouldBe(user.Id);

        await client.DeleteAsync("/api/v1/session", CancellationToken)
            .ShouldHaveStatusAsync(HttpStatusCode.NoContent, CancellationToken);
        await client.GetAsync("/api/v1/session", CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "signInRequired", CancellationToken);
    }

    [Fact]
    public async Task Wrong_password_unknown_account_and_disabled_account_get_the_same_answer()
    {
        var user = await server.CreateUserAsync(DefaultRoles.Agent, server.BusinessUnit, Password, CancellationToken);
        var disabled = await server.CreateUserAsync(DefaultRoles.Agent, server.BusinessUnit, Password, CancellationToken);
        await server.Seed.ExecuteAsync(DisableSql, new { unit = server.BusinessUnit, id = disabled.Id }, CancellationToken);

        var answers = new List<string>();
        foreach (var (email, password) in new[] { (user.Email, "wrong"), ("nobody@test.example", Password), (disabled.Email, Password) })
        {
            var response = await SignInAsync(email, password);
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "signInFailed", CancellationToken);
            response.Headers.Contains("Set-Cookie").ShouldBeFalse();
            answers.Add(await response.Content.ReadAsStringAsync(CancellationToken));
        }

        answers.Select(WithoutTrace).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Guessing_is_delayed_for_everyone_but_a_browser_the_account_knows()
    {
        var user = await server.CreateUserAsync(DefaultRoles.Agent, server.BusinessUnit, Password, CancellationToken);
        var device = Cookie(await SignInAsync(user.Email, Password), "chasqui-device").Split(';')[0];
        for (var attempt = 0; attempt < 5; attempt++)
            (await SignInAsync(user.Email, "wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var delayed = await SignInAsync(user.Email, Password);
        await delayed.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "tooManyAttempts", CancellationToken);
        delayed.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await SignInAsync(user.Email, Password, device)).StatusCode.ShouldBe(HttpStatusCode.OK);

        server.Clock.Advance(TimeSpan.FromSeconds(1.1));
        (await SignInAsync(user.Email, Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Attempts_that_come_together_take_from_the_free_ones()
    {
        for (var round = 0; round < 20; round++)
        {
            var attempts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
                server.Service<SignInThrottle>().EnterAsync($"busy{round}@test.example", address: null, deviceToken: null, CancellationToken)));
            attempts.ShouldAllBe(attempt => attempt.Wait == null);
        }
    }

    [Fact]
    public async Task An_account_sees_at_most_ten_checks_in_a_minute_however_many_come()
    {
        var checks = 0;
        for (var second = 0; second < 60; second++)
        {
            var attempts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
                server.Service<SignInThrottle>().EnterAsync("victim@test.example", address: null, deviceToken: null, CancellationToken)));
            checks += attempts.Count(attempt => attempt.Wait is null);
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        checks.ShouldBeInRange(5, 10);
    }

    [Fact]
    public async Task A_password_kept_with_fewer_iterations_is_kept_anew_when_it_is_used()
    {
        var user = await server.CreateUserAsync(DefaultRoles.Agent, CancellationToken);
        var old = new PasswordHasher<TestUser>(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }))
            .HashPassword(user, Password);
        await server.Seed.ExecuteAsync(SetHashSql, new { unit = server.BusinessUnit, id = user.Id, hash = old }, CancellationToken);
        (await SignInAsync(user.Email, Password)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await using var tx = await server.Database.BeginAsync(server.BusinessUnit, CancellationToken);
        var kept = await tx.QuerySingleAsync<string>(HashSql, new { unit = server.BusinessUnit, id = user.Id }, CancellationToken);
        kept.ShouldNotBe(old);
        Convert.FromBase64String(kept)[7..9].ShouldBe([0x34, 0x50]); // 210 000 = 0x033450, big-endian in bytes 5 to 8
    }

    [Fact]
    public async Task Changing_ones_password_ends_ones_other_sessions()
    {
        var user = await server.CreateUserAsync(DefaultRoles.Agent, server.BusinessUnit, Password, CancellationToken);
        var here = await server.ClientAsync(user, CancellationToken);
        var elsewhere = await server.ClientAsync(user, CancellationToken);

        var wrong = await here.PostAsync(
            "/api/v1/session/password", new ChangePassword { CurrentPassword = "wrong", NewPassword = "otra frase larga" },
            CancellationToken);
        await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "wrongPassword", CancellationToken);
        var weak = await here.PostAsync(
            "/api/v1/session/password", new ChangePassword { CurrentPassword = Password, NewPassword = "Password1" }, CancellationToken);
        (await weak.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", CancellationToken))
            .GetProperty("errors").TryGetProperty("newPassword", out _).ShouldBeTrue();

        var changed = await here.PostAsync(
            "/api/v1/session/password", new ChangePassword { CurrentPassword = Password, NewPassword = "otra frase larga" },
            CancellationToken);
        await changed.ShouldHaveStatusAsync(HttpStatusCode.NoContent, CancellationToken);
        (await here.GetAsync("/api/v1/session", CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.GetAsync("/api/v1/session", CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(user.Email, Password)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(user.Email, "otra frase larga")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> SignInAsync(string email, string password, string? cookie = null)
    {
        var client = server.Client();
        if (cookie is not null)
            client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client.PostAsync("/api/v1/session", new SignIn { Email = email, Password = password }, CancellationToken);
    }

    private static string Cookie(HttpResponseMessage response, string name) =>
        response.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith($"{name}=", StringComparison.Ordinal));

    private static string WithoutTrace(string problem) => problem.Split("\"traceId\"")[0];
}
