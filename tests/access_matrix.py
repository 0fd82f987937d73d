"""Who finds which door open: one line a page, one column a role. ``test_access_matrix`` knocks on every door.

An answer is a status, ``login`` (the way to the login page) or ``to`` (any other redirect). A POST is sent empty: 200 is
then the form that comes back. A page of a client is asked for with the file of the own team; what is of another team
or another partner is in the columns of those who belong there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from tests.access_agenda import AGENDA
from tests.access_background import BACKGROUND
from tests.access_conditions import CONDITIONS
from tests.access_documents import DOCUMENTS
from tests.access_goals import GOALS
from tests.access_handover import HANDOVER
from tests.access_imports import IMPORTS
from tests.access_letters import LETTERS
from tests.access_network import NETWORK
from tests.access_personal import PERSONAL
from tests.access_placement import PLACEMENT
from tests.access_risk import RISK
from tests.access_team_moves import TEAM_MOVES
from tests.access_volunteers import VOLUNTEERS

# Column: who it is (a name in ``access_world``).
ROLES = {
    "anon": "anonymous",  # nobody logged in
    "coun": "counsellor",  # of the team, and the client's own
    "cou2": "other_counsellor",  # of another team
    "lead": "team_lead",
    "lea2": "other_team_lead",  # of another team
    "expt": "expert",  # behavioural expert: reads the files of the team, writes in none
    "offi": "officer",  # probation officer of the agreement in force
    "off0": "officer_without",  # same organisation, no agreement
    "off2": "officer_elsewhere",  # another organisation, an agreement with another client
    "volu": "volunteer",
    "coor": "coordinator",  # of volunteers
    "admi": "administrator",
    "priv": "privacy",  # privacy officer
    "form": "former",  # account still open, roles and teams ended yesterday
    "ende": "ended",  # account ended
    "nigh": "night_staff",  # of the team: the houses tonight, no file
    "inta": "intake_officer",  # of the team: files of those who do not stay with us yet; the own one does
    "expx": "expert_by_experience",  # of the team, walks with nobody
}

RULES = """
rule         anon   coun   cou2   lead   lea2   expt   offi   off0   off2   volu   coor   admi   priv   form   ende   nigh   inta   expx
open         200    200    200    200    200    200    200    200    200    200    200    200    200    200    200    200    200    200
never        405    405    405    405    405    405    405    405    405    405    405    405    405    405    405    405    405    405
nothing      404    404    404    404    404    404    404    404    404    404    404    404    404    404    404    404    404    404
moves        to     to     to     to     to     to     to     to     to     to     to     to     to     to     to     to     to     to
file         login  200    404    200    404    200    404    404    404    404    404    404    404    404    login  404    404    404
file-form    login  200    404    200    404    403    404    404    404    404    404    404    404    404    login  404    404    404
file-act     login  to     404    to     404    403    404    404    404    404    404    404    404    404    login  404    404    404
file-own     login  200    404    403    404    403    404    404    404    404    404    404    404    404    login  404    404    404
file-mine    login  to     404    403    404    403    404    404    404    404    404    404    404    404    login  404    404    404
file-gone    login  404    404    404    404    403    404    404    404    404    404    404    404    404    login  404    404    404
talkers      login  200    200    403    403    403    403    403    403    403    403    403    403    403    login  403    403    403
file-log     login  200    404    200    404    403    404    404    404    404    404    404    200    404    login  404    404    404
home         login  to     to     to     to     to     to     to     to     to     to     to     to     200    login  to     to     to
day          login  200    200    403    403    403    403    403    403    403    403    403    403    403    login  403    403    403
leads        login  403    403    200    200    403    403    403    403    403    403    403    403    403    login  403    403    403
lead-own     login  404    404    200    404    403    404    404    404    404    404    404    404    404    login  404    403    404
weigh-own    login  404    404    200    404    200    404    404    404    404    404    404    404    404    login  404    200    404
keepers      login  200    200    200    200    403    403    403    403    403    403    403    403    403    login  403    403    403
stand-ins    login  200    200    200    200    403    200    200    200    403    403    403    403    403    login  403    403    403
stand-in-end login  to     404    to     404    403    404    404    404    403    403    403    403    403    login  403    403    403
transfer     login  200    404    200    404    403    403    403    403    403    403    403    403    403    login  403    403    403
transfer-to  login  to     404    to     404    403    403    403    403    403    403    403    403    403    login  403    403    403
keepers-to   login  to     to     to     to     403    403    403    403    403    403    403    403    403    login  403    403    403
registers    login  200    200    200    200    403    403    403    403    403    403    403    403    403    login  403    200    403
readers      login  200    200    200    200    200    403    403    403    403    403    403    403    403    login  403    200    403
readers-to   login  to     to     to     to     to     403    403    403    403    403    403    403    403    login  403    to     403
partners     login  403    403    403    403    403    200    200    200    403    403    403    403    403    login  403    403    403
partner      login  404    404    404    404    404    200    404    404    404    404    404    404    404    login  404    404    404
partner-act  login  404    404    404    404    404    to     404    404    404    404    404    404    404    login  404    404    404
administer   login  403    403    403    403    403    403    403    403    403    403    200    403    403    login  403    403    403
administer-to login  403    403    403    403    403    403    403    403    403    403    to     403    403    login  403    403    403
oversee      login  403    403    403    403    403    403    403    403    403    403    403    200    403    login  403    403    403
guest        200    to     to     to     to     to     to     to     to     to     to     to     to     to     200    to     to     to
leave        to     200    200    200    200    200    200    200    200    200    200    200    200    200    to     200    200    200
member       login  200    200    200    200    200    200    200    200    200    200    200    200    200    login  200    200    200
member-to    login  to     to     to     to     to     to     to     to     to     to     to     to     to     login  to     to     to
member-none  login  404    404    404    404    404    404    404    404    404    404    404    404    404    login  404    404    404
member-never login  405    405    405    405    405    405    405    405    405    405    405    405    405    login  405    405    405
screen       to     to     to     to     to     to     to     to     to     to     to     200    to     to     to     to     to     to
screen-403   to     to     to     to     to     to     to     to     to     to     to     403    to     to     to     to     to     to
screen-404   to     to     to     to     to     to     to     to     to     to     to     404    to     to     to     to     to     to
screen-405   to     to     to     to     to     to     to     to     to     to     to     405    to     to     to     to     to     to
screen-login login  403    403    403    403    403    403    403    403    403    403    403    403    403    login  403    403    403
draft-save   401    400    400    400    400    400    400    400    400    400    400    400    400    400    401    400    400    400
draft-key    401    200    200    200    200    200    200    200    200    200    200    200    200    200    401    200    200    200
draft-own    login  to     404    404    404    404    404    404    404    404    404    404    404    404    login  404    404    404
houses       login  200    200    200    200    200    403    403    403    403    403    403    403    403    login  200    200    403
house        login  200    404    200    404    200    404    404    404    404    404    404    404    404    login  200    404    404
house-known  login  200    404    200    404    200    404    404    404    404    404    404    404    404    login  200    200    404
house-nights login  200    404    200    404    200    404    404    404    404    404    404    404    404    login  403    404    404
nights       login  200    200    200    200    200    403    403    403    403    403    403    403    403    login  403    403    403
house-form   login  200    404    200    404    403    404    404    404    404    404    404    404    404    login  200    404    404
house-act    login  to     404    to     404    403    404    404    404    404    404    404    404    404    login  to     404    404
house-lead   login  403    404    200    404    403    404    404    404    404    404    404    404    404    login  403    404    404
house-lead-to login  403    404    to     404    403    404    404    404    404    404    404    404    404    login  403    404    404
file-lead    login  403    404    200    404    403    404    404    404    404    404    404    404    404    login  404    404    404
file-lead-to login  403    404    to     404    403    404    404    404    404    404    404    404    404    login  404    404    404
work         login  200    404    200    404    403    403    403    403    403    403    403    403    403    login  403    403    403
work-own     login  200    404    403    404    403    403    403    403    403    403    403    403    403    login  403    403    403
work-own-to  login  to     404    403    404    403    403    403    403    403    403    403    403    403    login  403    403    403
walks        login  403    403    403    403    403    403    403    403    403    403    403    403    403    login  403    403    200
figures      login  403    403    200    200    403    403    403    403    403    403    200    403    403    login  403    403    403
import       login  403    403    200    404    403    403    403    403    403    403    404    403    403    login  403    403    403
import-to    login  403    403    to     404    403    403    403    403    403    403    404    403    403    login  403    403    403
coordinates  login  403    403    403    403    403    403    403    403    403    200    403    403    403    login  403    403    403
coordinate   login  404    404    404    404    404    404    404    404    404    200    404    404    404    login  404    404    404
match        login  200    404    200    404    200    404    404    404    404    200    404    404    404    login  404    404    404
match-form   login  200    404    200    404    403    404    404    404    404    200    404    404    404    login  404    404    404
match-act    login  to     404    to     404    403    404    404    404    404    to     404    404    404    login  404    404    404
volunteers   login  403    403    403    403    403    403    403    403    200    403    403    403    403    login  403    403    403
logbook      login  404    404    404    404    404    404    404    404    200    404    404    404    404    login  404    404    404
walk         login  404    404    404    404    404    404    404    404    404    404    404    404    404    login  404    404    404
"""

# Page, the row it is asked for with ("-": none), what a GET gets, what a POST gets.
HOUSE = """
casework:draft_list                             -               keepers      never
casework:draft_save                             -               never        draft-save
casework:draft_key                              -               draft-key    never
casework:draft_discard                          draft           never        draft-own
health                                          -               open         open
set_language                                    -               moves        moves
styleguide                                      -               open         never
accounts:invite                                 -               administer   administer
accounts:accept_invitation                      invitation      open         open
accounts:open_link                              nobodys_token   nothing      never
accounts:audit_trail                            -               oversee      never
overview:home                                   -               home         never
overview:my_day                                 -               day          never
overview:caseload                               -               leads        never
overview:reminders                              -               keepers      never
overview:contact_create                         -               file-form    file-form
overview:group_contact                          -               keepers      keepers
"""

CASEWORK = """
casework:note_search                            -               readers      readers
casework:client_search                          -               file         file
casework:client_list                            -               readers      never
casework:client_create                          -               registers    registers
casework:client_switch                          -               readers-to   readers
casework:client                                 -               file         never
casework:timeline                               -               file         never
casework:plan                                   -               file         never
casework:documents                              -               file         never
casework:access_log                             -               file-log     never
casework:note                                   note            file         never
casework:document                               document        file         never
casework:counsellor_set                         -               file-form    file-form
casework:horizon                                -               file-form    file-act
casework:client_merge                           -               file-lead    file-lead
casework:client_merge_undo                      merge           file-lead    file-lead
casework:note_addendum                          note            file-form    file-form
casework:title_create                           -               file-form    file-form
casework:title_end                              title           file-form    file-form
casework:condition_create                       -               file-form    file-form
casework:goal_create                            -               file-form    file-form
casework:goal_close                             goal            file-form    file-form
casework:support_plan_create                    -               file-form    file-form
casework:commitment_create                      -               file-form    file-form
casework:commitment_done                        commitment      never        file-act
casework:stays                                  -               file         never
casework:phase_create                           phase-track     file-form    file-form
casework:stay_create                            -               file-form    file-form
casework:stay_end                               stay            file-form    file-form
casework:stay_withdraw                          stay            file-form    file-form
casework:title_withdraw                         title           file-form    file-form
casework:document_issue                         stoplight-card  file-form    file-form
casework:document_upload                        -               file-form    file-form
"""

RISKPLANS_AND_ALLIANCE = """
riskplans:plan                                  -               file         never
riskplans:plan_version                          plan            file         never
riskplans:plan_create                           -               never        file-act
riskplans:plan_edit                             draft_plan      file-form    file-form
riskplans:plan_establish                        draft_plan      never        file-form
riskplans:phase_set                             -               file-form    file-form
riskplans:check_create                          -               file-form    file-form
alliance:overview                               -               file         never
alliance:check_in                               check_in        file         never
alliance:start                                  -               never        file-act
alliance:counsellor_side                        check_in        file-own     file-own
alliance:client_side                            check_in        file-own     file-own
alliance:client_done                            done_check_in   file-own     never
"""

SIGNALLING = """
riskplans:analyses                              -               file         never
riskplans:analysis                              analysis        file         never
riskplans:analysis_create                       -               file-form    file-form
riskplans:analysis_replace                      analysis        file-form    file-form
riskplans:plan_begin                            -               file-form    file-form
riskplans:review_{together,alone}               -               file-form    file-form
riskplans:checklist                             -               file         file-form
riskplans:course                                -               file         never
riskplans:event_create                          -               file-form    file-form
riskplans:plan_compare                          -               file         never
riskplans:evaluation_create                     -               file-form    file-form
riskplans:plan_together                         draft_plan      file-form    never
riskplans:plan_screen                           draft_plan      file-form    file-act
"""

# By link: nobody of the walk has opened one, so everybody gets the plain page. The signal is one that is not there.
ALLIANCE = """
alliance:link_create                            check_in        never        file-own
alliance:link_revoke                            check_in        never        file-mine
alliance:follow_up                              nobodys_signal  file-gone    file-gone
alliance:sheet                                  check_in        file-mine    never
alliance:team                                   -               leads        never
alliance:supervision                            -               day          never
alliance:supervision_pdf                        -               day          never
alliance:by_link                                -               nothing      nothing
alliance:by_link_done                           -               nothing      never
admin:alliance_instrumentdefinition_{changelist,add} -          screen       screen
admin:alliance_instrumentdefinition_{change,history} instrumentdefinition screen screen
admin:alliance_instrumentdefinition_delete      instrumentdefinition screen-403 screen-403
beheer/gegevens/alliance/instrumentdefinition/<path:object_id>/ none moves moves
"""

CHAIN = """
chain:cooperation                               -               file         never
chain:disclosures                               -               file         never
chain:meeting                                   meeting         file         never
chain:agreement                                 agreement       file         never
chain:notification                              waiting         file         never
chain:officer                                   -               file-form    file-form
chain:meeting_create                            -               file-form    file-form
chain:agreement_create                          -               file-form    file-form
chain:agreement_edit                            draft_agreement file-form    file-form
chain:agreement_offer                           draft_agreement never        file-act
chain:agreement_act                             agreement       file-form    file-form
chain:agreement_client                          agreement       file-form    file-form
chain:agreement_end                             agreement       file-form    file-form
chain:notification_tell                         waiting         never        file-form
chain:notification_send                         waiting         never        file-form
chain:notification_drop                         waiting         never        file-form
chain:share                                     -               file-form    file-form
chain:share_end                                 shared          never        file-act
chain:portal_home                               -               partners     never
chain:portal_inbox                              -               partners     never
chain:portal_client                             -               partner      never
chain:portal_agreement                          agreement       partner      partner
chain:portal_notification                       sent            partner      partner-act
chain:portal_document                           shared          partner      never
"""

MEETINGS = """
chain:meeting_plan                              -               file-form    file-form
chain:meeting_create_kind                       -               file-form    file-form
chain:planned                                   planned         file         never
chain:planned_calendar                          planned         file         never
chain:planned_{point}                           planned         never        file-form
chain:planned_{matters,withdraw,answer}         planned         never        file-act
chain:planned_{move,cancel,hold,client}         planned         file-form    file-form
chain:meeting_{feedback,view}                   meeting         file-form    file-form
chain:{meeting_minutes,minutes_give}            meeting         never        file-act
chain:shared_note                               -               file-form    file-form
chain:partner_view                              -               file         never
chain:portal_meetings                           -               partners     never
chain:portal_planned                            planned         partner      partner
chain:portal_calendar                           planned         partner      never
chain:portal_point                              planned         never        partner
chain:portal_withdraw                           planned         never        partner-act
chain:portal_record                             meeting         partner      partner
chain:portal_paper                              partner_paper   partner      never
chain:portal_{propose,note,paper_create}        -               partner      partner
chain:portal_takeover                           none            never        member-none
chain:client_partner                            -               file-form    file-form
chain:client_partner_end                        client_partner  never        file-act
chain:partner_list                              -               keepers      never
chain:organisation_create                       -               keepers      keepers
chain:organisation                              chain_place     keepers      never
chain:{account_link,person_create,partner_invite} chain_place    keepers      keepers
chain:officer_page                              chain_officer   keepers      keepers
chain:partner_invite_again                      chain_officer   never        keepers-to
chain:partner_person_left                       chain_person    never        keepers-to
"""

STAND_INS = """
accounts:deputies                               -               stand-ins    stand-ins
accounts:deputy_end                             stand_in        never        stand-in-end
"""

TRANSFERS = """
overview:transfers                              -               keepers      never
overview:transfer_create                        leaver          transfer     transfer
overview:transfer                               transfer        transfer     never
overview:transfer_end                           transfer        never        transfer-to
"""

VIOLATIONS = """
riskplans:violations                            -               file         never
riskplans:violation_create                      -               file-form    file-form
riskplans:violation                             violation       file         file-form
admin:riskplans_reaction_{changelist,add}       -               screen       screen
admin:riskplans_reaction_{change,history}       reaction        screen       screen
admin:riskplans_reaction_delete                 reaction        screen-403   screen-403
admin:riskplans_reaction_simple_history         none            screen-404   screen-404
beheer/gegevens/riskplans/reaction/<path:object_id>/ none moves moves
"""

TITLE_END = """
casework:title_end_page                         title           file         never
casework:title_end_step                         title           file-form    file-form
casework:involvement_create                     title           file-form    file-form
casework:involvement_close                      title           file-form    file-form
casework:titles                                 -               file         never
casework:must                                   -               file         never
casework:suspension_create                      title           file-form    file-form
casework:suspension_end                         suspension      file-form    file-form
admin:casework_staydestination_{changelist,add}  -               screen       screen
admin:casework_staydestination_{change,history} staydestination screen       screen
admin:casework_staydestination_delete           staydestination screen-403   screen-403
admin:casework_staydestination_simple_history   none            screen-404   screen-404
admin:casework_titleenditem_{changelist,add}    -               screen       screen
admin:casework_titleenditem_{change,history}    titleenditem    screen       screen
admin:casework_titleenditem_delete              titleenditem    screen-403   screen-403
admin:casework_titleenditem_simple_history      none            screen-404   screen-404
beheer/gegevens/casework/titleenditem/<path:object_id>/ none moves moves
beheer/gegevens/casework/staydestination/<path:object_id>/ none moves moves
"""

ACCOUNT = """
account_login                                   -               guest        guest
account_logout                                  -               leave        moves
account_signup                                  -               guest        guest
account_inactive                                -               open         never
account_email                                   -               nothing      nothing
account_email_verification_sent                 -               open         never
account_confirm_email                           key             open         nothing
account_change_password                         -               member       member
account_set_password                            -               member-to    member-to
account_reset_password                          -               open         open
account_reset_password_done                     -               open         never
account_reset_password_from_key                 key             open         open
account_reset_password_from_key_done            -               open         never
account_reauthenticate                          -               member       member
account_confirm_login_code                      -               member-to    member-to
mfa_index                                       -               member       member-never
mfa_authenticate                                -               member-to    member-to
mfa_reauthenticate                              -               member-to    member-to
mfa_activate_totp                               -               member-to    member-to
mfa_deactivate_totp                             -               member-none  member-none
mfa_view_recovery_codes                         -               member-none  member-never
mfa_generate_recovery_codes                     -               member-to    member-to
mfa_download_recovery_codes                     -               member-none  member-none
mfa_list_webauthn                               -               member       member-never
mfa_add_webauthn                                -               member-to    member-to
mfa_reauthenticate_webauthn                     -               member-to    member-to
mfa_remove_webauthn                             none            member-to    member-to
mfa_edit_webauthn                               none            member-to    member-to
"""

# The administrator's screens: users, teams, organisations and reference data, never a client.
ADMIN = """
admin:index                                     -               screen       screen
admin:login                                     -               screen-login screen-login
admin:logout                                    -               screen-405   screen
admin:password_change                           -               screen       screen
admin:password_change_done                      -               screen       screen-405
admin:autocomplete                              -               screen-403   screen-405
admin:jsi18n                                    -               screen       screen-405
admin:view_on_site                              none            screen-404   screen-404
admin:app_list                                  accounts        screen       screen
beheer/gegevens/(?P<url>.*)$                    nowhere         screen-404   screen-404
admin:auth_user_password_change                 user            screen-403   screen-403
admin:accounts_user_changelist                  -               screen       screen
admin:accounts_user_add                         -               screen-403   screen-403
admin:accounts_user_{change,history}            user            screen       screen
admin:accounts_user_delete                      user            screen-403   screen-403
admin:accounts_organisation_{changelist,add}    -               screen       screen
admin:accounts_organisation_{change,history}    organisation    screen       screen
admin:accounts_organisation_delete              organisation    screen-403   screen-403
admin:accounts_team_{changelist,add}            -               screen       screen
admin:accounts_team_{change,history}            team            screen       screen
admin:accounts_team_delete                      team            screen-403   screen-403
admin:accounts_location_{changelist,add}        -               screen       screen
admin:accounts_location_{change,history}        location        screen       screen
admin:accounts_location_delete                  location        screen-403   screen-403
admin:accounts_deputy_{changelist,add}          -               screen       screen
admin:accounts_deputy_{change,history}          deputy          screen       screen
admin:accounts_deputy_delete                    deputy          screen-403   screen-403
admin:casework_titlekind_{changelist,add}       -               screen       screen
admin:casework_titlekind_{change,history}       titlekind       screen       screen
admin:casework_titlekind_delete                 titlekind       screen-403   screen-403
admin:casework_conditionkind_{changelist,add}   -               screen       screen
admin:casework_conditionkind_{change,history}   conditionkind   screen       screen
admin:casework_conditionkind_delete             conditionkind   screen-403   screen-403
admin:casework_lifedomain_{changelist,add}      -               screen       screen
admin:casework_lifedomain_{change,history}      lifedomain      screen       screen
admin:casework_lifedomain_delete                lifedomain      screen-403   screen-403
admin:casework_term_{changelist,add}            -               screen       screen
admin:casework_term_{change,history}            term            screen       screen
admin:casework_term_delete                      term            screen-403   screen-403
admin:casework_absencestep_{changelist,add}     -               screen       screen
admin:casework_absencestep_{change,history}     absencestep     screen       screen
admin:casework_absencestep_delete               absencestep     screen-403   screen-403
admin:casework_{titlekind,conditionkind,lifedomain,term,absencestep}_simple_history none screen-404 screen-404
admin:{auth_group,account_emailaddress,mfa_authenticator}_{changelist,add} - screen-403 screen-403
admin:{auth_group,account_emailaddress,mfa_authenticator}_{change,delete} none screen-403 screen-403
admin:{auth_group,account_emailaddress,mfa_authenticator}_history none moves moves
beheer/gegevens/accounts/{user,organisation,team,location,deputy}/<path:object_id>/ none moves moves
beheer/gegevens/casework/{titlekind,conditionkind,lifedomain,term,absencestep}/<path:object_id>/ none moves moves
beheer/gegevens/{auth/group,account/emailaddress,mfa/authenticator}/<path:object_id>/ none moves moves
"""

AGREEMENTS = """
chain:agreement_paper                           agreement       file-form    file-form
chain:agreement_link                            agreement       never        file-act
chain:sign_by_link                              -               nothing      nothing
chain:signed_by_link                            -               nothing      never
"""

HOUSES = """
casework:house_list                             -               houses       never
overview:shift                                  -               house        house-form
overview:shift_read                             -               never        house-act
overview:emergency_card                         -               house-form   never
overview:my_people                              -               walks        never
overview:person                                 -               walk         walk
casework:house                                  -               house        never
casework:occupancy                              -               houses       never
casework:all_nights                             -               nights       never
casework:house_nights                           -               house-nights never
casework:night_count                            -               house-form   house-form
casework:visits                                 -               house-form   house-form
casework:visit_end                              visit           never        house-act
casework:house_rules                            -               house-known  never
casework:house_rules_create                     -               house-lead   house-lead
casework:house_rules_version                    rules           house-known  never
casework:rules_told                             rules           house-form   house-form
casework:house_tasks                            -               house-form   house-lead
casework:house_task_end                         task            never        house-lead-to
casework:house_task_done                        task            never        house-act
casework:on_call                                -               house-form   house-lead
casework:door                                   -               never        house-act
casework:leave_create                           -               house-form   house-form
casework:leave_return                           leave           never        house-act
casework:leave_withdraw                         leave           house-form   house-form
casework:absence_create                         -               house-form   house-form
casework:absence                                absence         house-form   never
casework:absence_step                           absence         never        house-act
casework:absence_return                         absence         house-form   house-form
casework:presence                               -               file         never
casework:window_create                          condition       file-form    file-form
casework:window_end                             window          never        file-act
casework:walk                                   -               file-form    file-form
casework:walk_end                               walk            never        file-act
casework:medication                             -               file         never
casework:medication_create                      -               file-form    file-form
casework:medication_change                      medicine        file-form    file-form
casework:medication_stop                        medicine        file-form    file-form
casework:medication_refused                     medicine        file-form    file-form
"""


NOTIFICATIONS = """
chain:to_report                                 -               keepers      never
chain:notification_create                       -               file-form    file-form
chain:notification_outside                      waiting         never        file-form
chain:hint_settle                               hint            never        file-act
"""

SECTIONS = {
    "house": HOUSE,
    "casework": CASEWORK,
    "riskplans and alliance": RISKPLANS_AND_ALLIANCE,
    "signalling": SIGNALLING,
    "alliance": ALLIANCE,
    "risk": RISK,
    "chain": CHAIN,
    "agreements": AGREEMENTS,
    "meetings": MEETINGS,
    "notifications": NOTIFICATIONS,
    "handover": HANDOVER,
    "title-end": TITLE_END,
    "agenda": AGENDA,
    "network": NETWORK,
    "goals": GOALS,
    "background": BACKGROUND,
    "documents": DOCUMENTS,
    "conditions": CONDITIONS,
    "personal": PERSONAL,
    "imports": IMPORTS,
    "placement": PLACEMENT,
    "letters": LETTERS,
    "stand-ins": STAND_INS,
    "transfers": TRANSFERS,
    "team-moves": TEAM_MOVES,
    "volunteers": VOLUNTEERS,
    "violations": VIOLATIONS,
    "houses": HOUSES,
    "account": ACCOUNT,
    "admin": ADMIN,
}


@dataclass(frozen=True)
class Expectation:
    """What one page answers: by role to a GET and to a POST; ``row`` names the row it is asked for with."""

    page: str
    row: str
    get: dict[str, str]
    post: dict[str, str]


def _rules() -> dict[str, dict[str, str]]:
    head, *lines = (line.split() for line in RULES.strip().splitlines())
    assert head[1:] == list(ROLES)
    return {name: dict(zip(ROLES.values(), cells, strict=True)) for name, *cells in lines}


def _spelled_out(pattern: str) -> Iterator[str]:
    """Yield every page that ``a_{b,c}`` stands for."""
    parts = re.split(r"\{([^{}]*)\}", pattern)
    for choice in product(*(part.split(",") if place % 2 else [part] for place, part in enumerate(parts))):
        yield "".join(choice)


def expectations(section: str) -> dict[str, Expectation]:
    """Return the expectations of one section by page."""
    rules = _rules()
    found: dict[str, Expectation] = {}
    for line in SECTIONS[section].strip().splitlines():
        pattern, row, get, post = line.split()
        for page in _spelled_out(pattern):
            assert page not in found, f"{page} stands in the matrix twice"
            found[page] = Expectation(page, row, rules[get], rules[post])
    return found
