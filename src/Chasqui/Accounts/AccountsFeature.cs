namespace Chasqui.Accounts;

internal static class AccountsFeature
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<BusinessUnits>();
        services.AddSingleton<Users>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<FirstStart>();
        services.AddSingleton<SignInRate>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SignInHandler>();
        services.AddSingleton<ChangePasswordHandler>();
        services.AddSingleton<CreateUserHandler>();
        services.AddSingleton<ChangeUserHandler>();
    }
}
