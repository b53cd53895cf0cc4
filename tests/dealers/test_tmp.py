from tests.dealers.test_admin import *
def test_x(page, administrator, agent):
    answer = change(page(administrator), agent, user_data(agent, Role.AGENT, Role.FINANCE, is_staff=None))
    print(answer.context["adminform"].form.errors, answer.context["adminform"].form.fields.keys()); assert 0
